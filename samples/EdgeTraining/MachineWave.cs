using LstmGen.Formats;
using NAudio.Wave;

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
        SafeFile.Write(path, stream =>
        {
            using var wave = new WaveFileWriter(stream, new WaveFormat(Machine.Rate, bits: 16, channels: 1));
            for (int state = 0; state < Machine.States.Length; state++)
            {
                machine.Fill(samples, state);
                wave.WriteSamples(samples, 0, samples.Length);
            }
        });
    }
}
