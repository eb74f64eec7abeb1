using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace LstmGen.Build;

/// <summary>
/// A weight file that is made of a model file of another format, by a program of its own: readers of such formats have dependencies, and want a newer runtime than the
/// process of a build may have.
/// </summary>
/// <param name="host">The program <c>dotnet</c>.</param>
/// <param name="converter">The assembly that converts.</param>
internal sealed class Conversion(string host, string converter)
{
    private const string Ending = ".safetensors";

    /// <summary>Whether a file is to be converted: whatever is not called a safetensors file.</summary>
    internal static bool Concerns(string file) => !Path.GetExtension(file).Equals(Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Brings the copy and the text of its header up to date with a model file; neither is written where file, arguments and converter are those of the last time.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="copy">Where the weights go.</param>
    /// <param name="arguments">What the converter is told beside.</param>
    /// <exception cref="IOException">The copy or the text cannot be written.</exception>
    internal void Update(string file, string copy, params string[] arguments)
    {
        string text = copy + ".json", stamp = copy + ".source";
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        if (!File.Exists(file))
        {
            File.Delete(copy);
            SafeFile.WriteIfDifferent(text, HeaderText.Describe(file));
            return;
        }

        string now = Stamp(file, arguments);
        if (File.Exists(stamp) && File.Exists(text) && File.ReadAllText(stamp) == now)
        {
            return;
        }

        string made = copy + Ending;
        string? error = Run(new[] { file, made }.Concat(arguments).ToArray());
        if (error is null)
        {
            File.Delete(copy);
            File.Move(made, copy);
        }
        else
        {
            File.Delete(copy);
        }

        SafeFile.WriteIfDifferent(text, error is null ? HeaderText.Describe(copy) : HeaderText.Error(error));
        SafeFile.WriteIfDifferent(stamp, now);
    }

    private string Stamp(string file, string[] arguments)
    {
        using var hash = SHA256.Create();
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        string content = BitConverter.ToString(hash.ComputeHash(stream));
        return string.Join("\n", new[] { content, file }.Concat(arguments).Concat(new[] { converter, File.GetLastWriteTimeUtc(converter).ToString("O") }));
    }

    /// <summary>What the converter says is wrong, or null.</summary>
    private string? Run(string[] arguments)
    {
        var start = new ProcessStartInfo(host, string.Join(" ", arguments.Prepend(converter).Select(Quoted)))
        {
            UseShellExecute = false, CreateNoWindow = true, RedirectStandardError = true, RedirectStandardOutput = true, StandardErrorEncoding = Encoding.UTF8,
        };
        try
        {
            using Process process = Process.Start(start)!;
            process.OutputDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            string errors = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? null
                : errors.StartsWith(arguments[0] + ": ", StringComparison.Ordinal) ? errors.Substring(arguments[0].Length + 2).TrimEnd('.')
                : errors.Length > 0 ? errors : $"the converter ended with {process.ExitCode}";
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return $"'{host}', which converts it, could not be started: {error.Message}";
        }
    }

    /// <summary>An argument as programs take a command line apart on Windows, and as .NET does elsewhere.</summary>
    internal static string Quoted(string argument)
    {
        var text = new StringBuilder("\"");
        int slashes = 0;
        foreach (char each in argument)
        {
            if (each == '"')
            {
                text.Append('\\', slashes + 1);
            }

            slashes = each == '\\' ? slashes + 1 : 0;
            text.Append(each);
        }

        return text.Append('\\', slashes).Append('"').ToString();
    }
}
