using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace LstmGen.Benchmarks.Timing;

/// <summary>How long the calling thread has waited for its core while others ran on it; the probe cannot see that inside a block.</summary>
/// <remarks>Linux keeps the time; elsewhere it stays 0 and nothing is rejected for it.</remarks>
internal sealed class RunQueue
{
    private const string Source = "/proc/thread-self/schedstat";
    private readonly SafeFileHandle? _file = File.Exists(Source) ? File.OpenHandle(Source) : null;
    private readonly byte[] _buffer = new byte[128];

    /// <summary>The second number of the file, nanoseconds waited, in seconds.</summary>
    internal double WaitedSeconds
    {
        get
        {
            if (_file is null)
            {
                return 0;
            }

            ReadOnlySpan<byte> text = _buffer.AsSpan(0, RandomAccess.Read(_file, _buffer, 0));
            return Utf8Parser.TryParse(text[(text.IndexOf((byte)' ') + 1)..], out long nanoseconds, out _) ? nanoseconds * 1e-9 : 0;
        }
    }
}
