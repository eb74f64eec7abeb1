using System.Buffers.Binary;
using LstmGen.Formats;

namespace LstmGen.Samples.Edge;

/// <summary>A WAV file of one machine: three seconds of every state.</summary>
internal static class MachineWave
{
    private const int Seconds = 3;

    /// <summary>Writes the file, complete or not at all.</summary>
    public static void Write(string path)
    {
        var machine = new Vibration(new Draw(99));
        var samples = new float[Seconds * Machine.Rate];
        var file = new byte[44 + (2 * samples.Length * Machine.States.Length)];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        ReadOnlySpan<int> format = [16, 1 | (1 << 16), Machine.Rate, 2 * Machine.Rate, 2 | (16 << 16)]; // length; PCM, 1 channel; rate; bytes a second; bytes and bits of a sample
        for (int n = 0; n < format.Length; n++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16 + (4 * n)), format[n]);
        }

        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), file.Length - 44);
        int at = 44;
        for (int state = 0; state < Machine.States.Length; state++)
        {
            machine.Fill(samples, state);
            foreach (float sample in samples)
            {
                BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at), (short)(32767 * sample));
                at += 2;
            }
        }

        SafeFile.Write(path, stream => stream.Write(file));
    }
}
