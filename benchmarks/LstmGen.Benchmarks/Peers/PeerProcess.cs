using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Peers;

/// <summary>
/// A peer in a process of its own: a request is a line of fields, the answer is a line that starts with "ok", "missing" or "error".
/// The first answer comes unasked when the process is ready.
/// </summary>
internal sealed class PeerProcess : IDisposable
{
    private const char Separator = '\t';
    private readonly Process _process;
    private readonly string _command;

    private PeerProcess(Process process, string command) => (_process, _command) = (process, command);

    /// <summary>What the process said when it was ready.</summary>
    internal string[] Greeting { get; private set; } = [];

    /// <summary>The most memory that the process has held so far, in bytes.</summary>
    internal long PeakBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts a process and waits until it is ready.</summary>
    /// <exception cref="PeerMissingException">There is no such program, or it says that something it needs is missing.</exception>
    internal static PeerProcess Start(ProcessStartInfo start)
    {
        string command = string.Join(' ', [start.FileName, .. start.ArgumentList]);
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        Process process;
        try
        {
            process = Process.Start(start) ?? throw new InvalidOperationException($"{command} did not start.");
        }
        catch (Win32Exception exception)
        {
            throw new PeerMissingException($"{start.FileName}: {exception.Message}");
        }

        var peer = new PeerProcess(process, command);
        try
        {
            peer.Greeting = peer.Receive();
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    internal string[] Ask(params string[] request)
    {
        Send(request);
        return Receive();
    }

    internal void Send(params string[] request)
    {
        _process.StandardInput.WriteLine(string.Join(Separator, request));
        _process.StandardInput.Flush();
    }

    internal string[] Receive()
    {
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{_command} ended without an answer.");
        string[] fields = answer.Split(Separator);
        return fields[0] switch
        {
            "ok" => fields[1..],
            "missing" => throw new PeerMissingException(string.Join(' ', fields[1..])),
            "error" => throw new InvalidOperationException($"{_command}: {string.Join(' ', fields[1..])}"),
            _ => throw new FormatException($"{_command} answered '{answer}'; ok, missing or error was expected."),
        };
    }

    /// <summary>An answer of numbers alone.</summary>
    internal double[] ReceiveNumbers()
        => [.. Receive().Select(field => double.TryParse(field, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new FormatException($"{_command} answered '{field}'; a number was expected."))];

    /// <summary>Asks for a block of work; the process takes the time itself.</summary>
    internal Block Time(int count)
    {
        Send("run", count.ToString(CultureInfo.InvariantCulture));
        return ReceiveNumbers() is [var seconds, var waited]
            ? new(seconds, waited)
            : throw new FormatException($"{_command} answered a block with other than two numbers: seconds and seconds waited were expected.");
    }

    /// <summary>Ends the process: it stops at the end of its input.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
