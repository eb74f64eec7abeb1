using System.Globalization;
using System.Text.Unicode;
using LstmGen;
using LstmGen.Samples;
using LstmGen.Samples.Edge;

if (args is not [string source])
{
    Console.Error.WriteLine("usage: Edge FILE.wav | FILE.csv | -   (samples at 16,000 Hz; -: from standard input, one a line)");
    return 2;
}

try
{
    using WaveReader? wave = source.EndsWith(".wav", StringComparison.OrdinalIgnoreCase) ? WaveReader.Open(source, Machine.Rate) : null;
    using NumberLines? lines = wave is not null ? null : source == "-" ? new(Console.OpenStandardInput(), "standard input") : NumberLines.Open(source);
    using Stream output = Console.OpenStandardOutput();
    Machine model = Machine.Pretrained;
    LstmState state = model.CreateState();
    float[] frame = new float[Machine.Shape.Input], scores = new float[Machine.Shape.OutputSize];
    byte[] text = new byte[200];
    long n = 0;
    int read;
    for (; (read = Fill(frame, wave, lines)) == frame.Length; n++)
    {
        model.Step(frame, state, scores);
        double time = n * frame.Length / (double)Machine.Rate;
        string named = Machine.States[scores.IndexOf(scores.Max())];
        Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{time:F3} {named} {scores[0]} {scores[1]} {scores[2]} {scores[3]}\n", out int written);
        output.Write(text, 0, written);
    }

    if (n == 0)
    {
        throw new InputException($"{source}: there are {read} samples; at least the {frame.Length} of a frame were expected.");
    }

    if (read > 0)
    {
        Console.Error.WriteLine($"note: the last {read} samples are no whole frame of {frame.Length}; they are left out.");
    }

    return 0;
}
catch (InputException error)
{
    Console.Error.WriteLine($"error: {error.Message}");
    return 2;
}

static int Fill(Span<float> frame, WaveReader? wave, NumberLines? lines)
{
    int read = wave?.Read(frame) ?? 0;
    while (lines is not null && read < frame.Length && lines.Read(out frame[read]))
    {
        read++;
    }

    return read;
}
