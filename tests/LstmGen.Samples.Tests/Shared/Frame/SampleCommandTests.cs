using System.CommandLine;
using LstmGen.Samples;
using LstmGen.Training;

namespace LstmGen.Tests.Samples.Frame;

[Collection(nameof(ConsoleUse))]
public sealed class SampleCommandTests
{
    [Fact]
    public void OptionsReachTheSample()
    {
        using var folder = new TemporaryFolder();
        var own = new Option<string>("--own");
        SampleRun? seen = null;
        (int code, string output, string errors) = Run(
            ["--data", folder.Path, "--seed", "7", "--threads", "3", "--epochs", "9", "--svg", folder.File("a.svg"), "--save", folder.File("m.safetensors"), "--own", "x"],
            run => seen = run, own);
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal((folder.Path, 7, 3, 9), (seen!.Data, seen.Seed, seen.Threads, seen.Epochs));
        Assert.Equal((folder.File("a.svg"), folder.File("m.safetensors"), null, "x"), (seen.Picture, seen.Save, seen.Load, seen.Get(own)));
        Assert.StartsWith("No training", output, StringComparison.Ordinal);
        Run([], run => seen = run, own);
        Assert.Equal((null, 1, 5, null), (seen.Data, seen.Seed, seen.Epochs, seen.Picture));
    }

    [Theory]
    [InlineData("--no-such", "--no-such")]
    [InlineData("--epochs", "--epochs 0")]
    [InlineData("--seed", "--seed -1")]
    [InlineData("--threads", "--threads many")]
    [InlineData("--save", "--save ")]
    [InlineData("--load and --save", "--load a --save b")]
    [InlineData("no-such-folder", "--data no-such-folder")]
    [InlineData("no-such-file", "--load no-such-file")]
    [InlineData(".svg or .png", "--svg picture.gif")]
    [InlineData("no-such-folder", "--save no-such-folder/m.safetensors")]
    public void WhatCannotBeUsedIsNamedBeforeTheSampleRuns(string named, string arguments)
    {
        bool ran = false;
        (int code, _, string errors) = Run(arguments.Split(' '), _ => ran = true);
        Assert.Equal((2, false), (code, ran));
        AssertOneLine(errors, named);
    }

    [Fact]
    public void ErrorsOfTheSampleAreOneLineAndACode()
    {
        foreach ((Exception error, int expected) in ((Exception, int)[])
            [
                (new InputException("data.csv, line 3:\nno number"), 2),
                (new LstmFormatException("m.safetensors: cut short"), 2),
                (new FileNotFoundException("gone"), 2),
                (new UnauthorizedAccessException("closed"), 2),
            ])
        {
            (int code, _, string errors) = Run([], _ => throw error);
            Assert.Equal(expected, code);
            AssertOneLine(errors, error.Message.Split('\n')[0]);
        }
    }

    [Fact]
    public void ASampleThatFailsItsOwnCheckEndsWithOne()
        => Assert.Equal(1, Captured(() => new SampleCommand("Checks itself.", data: null).Run([], _ => false)).Result);

    [Fact]
    public void TrainingIsTimedAndItsMemoryTold()
    {
        (int code, string output, _) = Run([], run => run.Train(_ =>
        {
            Thread.Sleep(700);
            return 0;
        }));
        Assert.Equal(0, code);
        Assert.Matches(@"Training 0\.0[1-9] minutes \(\d+\.\d\d of processors\); at most [1-9]\d* MiB of memory\.", output);
    }

    private static void AssertOneLine(string errors, string named)
    {
        Assert.StartsWith("error: ", errors, StringComparison.Ordinal);
        Assert.Contains(named, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    private static (int Code, string Output, string Errors) Run(string[] args, Action<SampleRun> sample, params Option[] own)
    {
        var command = new SampleCommand("Shows.", data: "things.csv", epochs: 5);
        foreach (Option option in own)
        {
            command.Add(option);
        }

        return Captured(() => command.Run(args, sample));
    }

    private static (int Result, string Output, string Errors) Captured(Func<int> run)
    {
        using StringWriter output = new(), errors = new();
        (TextWriter standardOutput, TextWriter standardErrors) = (Console.Out, Console.Error);
        try
        {
            Console.SetOut(output);
            Console.SetError(errors);
            return (run(), output.ToString(), errors.ToString());
        }
        finally
        {
            Console.SetOut(standardOutput);
            Console.SetError(standardErrors);
        }
    }
}
