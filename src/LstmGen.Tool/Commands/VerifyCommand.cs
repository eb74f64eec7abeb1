using System.CommandLine;
using LstmGen.Formats;
using LstmGen.Tool.Data;
using LstmGen.Tool.Output;
using LstmGen.Tool.Peers;

namespace LstmGen.Tool.Commands;

/// <summary>Compares what a model gives with what it should.</summary>
internal static class VerifyCommand
{
    private const double DefaultTolerance = 1e-4;

    internal static Command Create()
    {
        var model = new ModelArguments();
        var inputs = new Option<FileInfo>("--inputs") { Description = "Inputs of one sequence: CSV, safetensors (the tensor inputs) or WAV." };
        var knobs = new Option<float[]>("--knob") { Description = "Of a WAV file of inputs: the value of a further input, the same for each sample; once for each.", DefaultValueFactory = _ => [] };
        var outputs = new Option<FileInfo>("--outputs") { Description = "What another program gave for them, CSV or safetensors (the tensor outputs)." };
        var tolerance = new Option<double>("--tolerance")
        {
            Description = "How far an output may be off, as a part of the expected value, of 1 at least; with --weights-as, only where it is given, as a part of the largest.", DefaultValueFactory = _ => DefaultTolerance,
        };
        var steps = new Option<int>("--steps") { Description = "Without inputs: how many steps of random ones.", DefaultValueFactory = _ => 64 };
        var seed = new Option<int>("--seed") { Description = "Without inputs: which random ones.", DefaultValueFactory = _ => 1 };
        steps.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out int given) && given < 1)
            {
                result.AddError($"--steps is {given}; 1 or more was expected.");
            }
        });
        var weights = new Option<LstmNumbers?>("--weights-as")
        {
            Description = "Compares the network of Int16 or Int8 weights with the one of single precision: over --inputs, those in the file, or random ones.",
            HelpName = "Int16|Int8",
            CustomParser = result =>
            {
                LstmNumbers[] choices = [LstmNumbers.Int16, LstmNumbers.Int8];
                string given = result.Tokens[0].Value;
                int at = Array.FindIndex(choices, choice => choice.ToString().Equals(given, StringComparison.OrdinalIgnoreCase));
                if (at >= 0)
                {
                    return choices[at];
                }

                result.AddError($"--weights-as is {given}; Int16 or Int8 was expected.");
                return null;
            },
        };
        var command = new Command(
            "verify",
            "Compares the outputs of a model with those of a file; of an ONNX file without --inputs with ONNX Runtime; of a file that brings inputs and outputs with these; "
            + "with --weights-as with those of the same network with other weights.")
        {
            inputs, knobs, outputs, tolerance, steps, seed, weights,
        };
        return model.AddTo(command).Does(parsed =>
        {
            (FileInfo? given, FileInfo? expected) = (parsed.GetValue(inputs), parsed.GetValue(outputs));
            if (parsed.GetValue(weights) is LstmNumbers numbers)
            {
                return expected is null ? Narrow(numbers) : throw new ToolException(ExitCode.WrongArguments, "either --outputs or --weights-as was expected.");
            }

            if ((given is null) != (expected is null))
            {
                throw new ToolException(ExitCode.WrongArguments, "--inputs and --outputs were expected together.");
            }

            LstmModelFile file = model.Load(parsed);
            Comparison comparison = given is not null
                ? Compare(file, Inputs(file, given.ToString()), Samples.Load(expected!.ToString(), "outputs"), expected.ToString())
                : file.Proof is { } proof
                ? Compare(file, new([.. proof.Inputs.Span], ModelRun.InputWidth(file)), new([.. proof.Outputs.Span], file.Network.Shape.OutputSize), "the outputs in the file itself")
                : OnnxRuntimePeer.Runs(file)
                ? OnnxRuntimePeer.Compare(file, parsed.GetValue(steps), parsed.GetValue(seed), parsed.GetValue(tolerance))
                : throw new ToolException(ExitCode.WrongArguments, $"{file.Source}: a file of {file.Format} brings nothing to compare with; --inputs and --outputs were expected.");
            if (model.IsJson(parsed))
            {
                Shell.PrintJson(comparison);
            }
            else
            {
                ComparisonTable.Print(comparison);
            }

            return comparison.Passed ? ExitCode.Done : ExitCode.Differs;

            ExitCode Narrow(LstmNumbers numbers)
            {
                LstmModelFile file = model.Load(parsed);
                int count = parsed.GetValue(steps);
                (Samples samples, string words) = given is not null ? (Inputs(file, given.ToString()), given.ToString())
                    : file.Proof is { } proof ? (new([.. proof.Inputs.Span], ModelRun.InputWidth(file)), "the inputs in the file itself")
                    : (RandomSamples.Of(file, count, parsed.GetValue(seed)), "random inputs");
                double? most = parsed.GetResult(tolerance) is { Implicit: false } ? parsed.GetValue(tolerance) : null;
                LstmComparison found = Work.Show("running", model.IsJson(parsed), _ => ModelRun.Compare(file, numbers, samples));
                var narrow = NarrowComparison.Of(numbers, words, samples.Count, most, found);
                if (model.IsJson(parsed))
                {
                    Shell.PrintJson(narrow);
                }
                else
                {
                    NarrowTable.Print(narrow);
                }

                return narrow.Passed ? ExitCode.Done : ExitCode.Differs;
            }

            Samples Inputs(LstmModelFile file, string path) => (Path.GetExtension(path).Equals(".wav", StringComparison.OrdinalIgnoreCase)
                ? WaveSamples.Load(path, parsed.GetValue(knobs)!, out _) : Samples.Load(path, "inputs")).Of(ModelRun.InputWidth(file), path, "inputs");

            Comparison Compare(LstmModelFile file, Samples from, Samples to, string name)
            {
                Samples results = Work.Show("running", model.IsJson(parsed), progress => ModelRun.Run(file, from, progress));
                to = to.Of(results.Width, name, "outputs");
                return to.Count == results.Count
                    ? Comparison.Of(results, to, name, parsed.GetValue(tolerance))
                    : throw new ToolException(ExitCode.Refused, $"{name}: there are {to.Count} rows; the {results.Count} that the model gives for the inputs were expected.");
            }
        });
    }
}
