using System.CommandLine;
using LstmGen.Formats;
using LstmGen.Tool.Output;

namespace LstmGen.Tool.Commands;

/// <summary>Times a model on this machine, without a compiled class.</summary>
internal static class BenchCommand
{
    internal static Command Create()
    {
        var model = new ModelArguments();
        var seconds = new Option<double>("--seconds") { Description = "How long each figure is measured.", DefaultValueFactory = _ => 1 };
        var command = new Command("bench", "Times a step, a sequence and a batch of the model as LstmDynamic runs it. A compiled class is faster: see scaffold.") { seconds };
        return model.AddTo(command).Does(parsed =>
        {
            LstmModelFile file = model.Load(parsed);
            double time = parsed.GetValue(seconds) is > 0 and < 600 and double given ? given : throw new ToolException(ExitCode.WrongArguments, "--seconds: a number above 0 and below 600 was expected.");
            Timings timings = Work.Show("measuring", model.IsJson(parsed), progress => Timings.Of(file, TimeSpan.FromSeconds(time), progress));
            if (model.IsJson(parsed))
            {
                Shell.PrintJson(timings);
            }
            else
            {
                timings.Print();
            }

            return ExitCode.Done;
        });
    }
}
