using System.Diagnostics;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats.Onnx;

/// <summary>What is written, before the checker of ONNX's own Python package.</summary>
public class CheckerTests
{
    private const string Script = """
        import sys
        import onnx
        for path in sys.argv[1:]:
            model = onnx.load(path)
            if model.opset_import[0].version <= onnx.defs.onnx_opset_version():
                onnx.checker.check_model(model, full_check=True)
                print("checked")
        """;

    [Fact]
    public void Files_pass_the_checker()
    {
        if (Python(["-c", "import onnx"]) is not { Code: 0 })
        {
            Assert.Skip("There is no Python with the package onnx.");
        }

        using var folder = new TemporaryFolder();
        List<string> paths = [];
        foreach ((LstmNetworkDescription network, OnnxWriteOptions options) in WrittenNetworks.All())
        {
            paths.Add(folder.File($"{paths.Count}.onnx"));
            OnnxWriter.Write(paths[^1], WrittenNetworks.Model(network, paths.Count), options);
        }

        (int code, string text) = Python(["-c", Script, .. paths])!.Value;
        Assert.True(code == 0, text);
        Assert.True(text.Split("checked").Length > 40, text);
    }

    private static (int Code, string Text)? Python(IEnumerable<string> arguments)
    {
        const string Path = "/usr/bin/python3";
        if (!File.Exists(Path))
        {
            return null;
        }

        using Process process = Process.Start(new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, text);
    }
}
