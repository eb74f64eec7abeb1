using System.Diagnostics;
using LstmGen.Training;

namespace LstmGen.Samples.Quickstart;

/// <summary>Prints the losses of an epoch when it ends, and at the end why training did. (<see cref="Progress{T}"/> would print some of it later, from other threads.)</summary>
internal sealed class TrainingDisplay : IProgress<TrainingProgress>
{
    private const int Lines = 24;

    private readonly long _start = Stopwatch.GetTimestamp();
    private TrainingProgress _last;
    private int _bestEpoch;

    public void Report(TrainingProgress now)
    {
        if (now is not { EndsEpoch: true, ValidationLoss: double validation, BestLoss: double best })
        {
            return;
        }

        if (now.Epoch == 1)
        {
            Console.WriteLine($"{"epoch",5}{"training loss",16}{"validation loss",18}");
        }

        bool isBest = validation <= best;
        (_last, _bestEpoch) = (now, isBest ? now.Epoch : _bestEpoch);
        if (now.Epochs <= Lines || now.Epoch % ((now.Epochs + Lines - 1) / Lines) == 0)
        {
            Console.WriteLine($"{now.Epoch,5}{now.TrainingLoss,16:F4}{validation,18:F4}{(isBest ? "  best so far" : "")}");
        }
    }

    public void End(bool cancelled)
    {
        Console.WriteLine(
            (cancelled ? $"Cancelled in epoch {_last.Epoch + 1} of {_last.Epochs}."
                : _last.Epoch == _last.Epochs ? $"All {_last.Epochs} epochs are done."
                : $"Stopped early, after epoch {_last.Epoch} of {_last.Epochs}: the validation loss has not fallen for {_last.Epoch - _bestEpoch} epochs.")
            + $" The weights of epoch {_bestEpoch} are kept.");
        Console.WriteLine($"Training took {Stopwatch.GetElapsedTime(_start).TotalSeconds:F1} s.");
    }
}
