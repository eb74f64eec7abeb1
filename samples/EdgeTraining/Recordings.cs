using LstmGen.Training;

namespace LstmGen.Samples.Edge;

/// <summary>Half seconds of machines whose state changes once or not at all; the target of every 8 ms is the state.</summary>
/// <param name="count">How many.</param>
/// <param name="seed">Determines them.</param>
internal sealed class Recordings(int count, ulong seed) : LstmExamples(count, batch: 16, Frames, Machine.Shape.Input, targetSize: 1)
{
    public const int Frames = 64;

    protected override void FillRow(int example, int row, LstmBatch batch)
    {
        var draw = new Draw(seed + ((ulong)example * 0xD1342543DE82EF95));
        var machine = new Vibration(draw);
        int first = draw.Below(Machine.States.Length), then = draw.Below(Machine.States.Length), change = draw.Below(2 * Frames);
        for (int frame = 0; frame < Frames; frame++)
        {
            int state = frame < change ? first : then;
            machine.Fill(batch.Input(frame, row), state);
            batch.Target(frame, row)[0] = state;
            batch.MaskOf(frame, row) = 1;
        }
    }
}
