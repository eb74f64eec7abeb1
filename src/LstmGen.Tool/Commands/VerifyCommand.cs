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
        var inputs = new Option<FileInfo>("--inputs") { Description = "Inputs of one sequence, CSV or safetensors (the tensor inputs)." };
        var outputs = new Option<FileInfo>("--outputs") { Description = "What another program gave for them, CSV or safetensors (the tensor outputs)." };
        var tolerance = new Option<double>("--tolerance")
        {
            Description = "How far an output may be off, as a part of the expected value, of 1 at least.", DefaultValueFactory = _ => DefaultTolerance,
        };
        var steps = new Option<int>("--steps") { Description = "Against ONNX Runtime: how many steps of random inputs.", DefaultValueFactory = _ => 64 };
        var seed = new Option<int>("--seed") { Description = "Against ONNX Runtime: which random inputs.", DefaultValueFactory = _ => 1 };
        var command = new Command(
            "verify", "Compares the outputs of a model with those of a file; of an ONNX file without --inputs with ONNX Runtime; of a file that brings inputs and outputs with these.")
        {
            inputs, outputs, tolerance, steps, seed,
        };
        return model.AddTo(command).Does(parsed =>
        {
            (FileInfo? given, FileInfo? expected) = (parsed.GetValue(inputs), parsed.GetValue(outputs));
            if ((given is null) != (expected is null))
            {
                throw new ToolException(ExitCode.WrongArguments, "--inputs and --outputs were expected together.");
            }

            LstmModelFile file = model.Load(parsed);
            Comparison comparison = given is not null
                ? Compare(file, Samples.Load(given.ToString(), "inputs").Of(ModelRun.InputWidth(file), given.ToString(), "inputs"), Samples.Load(expected!.ToString(), "outputs"), expected.ToString())
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
