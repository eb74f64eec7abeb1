using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LstmGen.Kernels;
using LstmGen.Training;
using LstmGen.Training.Kernels;
using LstmGen.Training.Tape;

namespace LstmGen.Tests.Kernels;

/// <summary>
/// The library allocates what the kernels say and no float less: kernels that fill all of the scratch they ask for with NaN disturb nothing that lies
/// behind it.
/// </summary>
public class ScratchTests
{
    private const int Hidden = 16, SequenceScratch = 176, BatchScratch = 131;

    private static readonly LstmShape Shape = new(Hidden, Hidden, 2);

    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(70)]
    public void States_in_the_order_of_lengths_lie_behind_the_sums(int batch)
    {
        const int Steps = 3;
        int[] lengths = [.. Enumerable.Range(0, batch).Select(row => 1 + (row % Steps))];
        float[] inputs = [.. Enumerable.Repeat(1f, Steps * batch * Hidden)], outputs = new float[inputs.Length];
        var state = new LstmState(Shape, batch);
        for (int row = 0; row < batch; row++)
        {
            for (int layer = 0; layer < 2; layer++)
            {
                state.SetHidden(layer, row, [.. Enumerable.Repeat((float)row, Hidden)]);
            }
        }

        LstmRunner<Greedy>.Run(new LstmPackedWeights(Shape, LstmWeights.Random(1).Bind(Shape), Greedy.Layout), inputs, lengths, Steps, state, outputs);

        // Each layer adds what it reads to its h: after t steps the first has row + t, the second row + the sum of those.
        for (int row = 0; row < batch; row++)
        {
            int length = lengths[row];
            Assert.All(state.Hidden(0, row), value => Assert.Equal(row + length, value));
            Assert.All(state.Hidden(1, row), value => Assert.Equal(row + (length * row) + (length * (length + 1) / 2), value));
            Assert.All(state.Cell(1, row), value => Assert.Equal(length, value));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 100)]
    [InlineData(3, 100)]
    [InlineData(200, 1)]
    public void A_run_has_room_for_the_sums_of_a_chunk_or_a_block(int batch, int steps)
    {
        using LstmScratch scratch = LstmScratch.Rent(Shape, Greedy.Layout, batch, steps);

        nint room = Unsafe.ByteOffset(ref scratch.Sums, ref scratch.Sorted) / sizeof(float);

        Assert.InRange(batch == 1 ? scratch.ChunkSteps * SequenceScratch : Math.Min(batch, LstmRows.Block) * BatchScratch, 1, room);
    }

    [Fact]
    public void A_tape_has_room_for_the_sums_of_a_block_for_each_thread()
    {
        var options = new LstmTapeOptions { Batch = 2, Steps = 1, Threads = 3 };

        var memory = new TapeMemory(Shape, options, Greedy.Layout, new LstmTrainingLayout(0, [new(80, 1, default, default), new(80, 1, default, default)]));

        Assert.Equal(LstmRows.Block * BatchScratch * sizeof(float), Unsafe.ByteOffset(ref memory.Scratch(0), ref memory.Scratch(1)));
        Assert.Equal(LstmRows.Block * BatchScratch * sizeof(float), Unsafe.ByteOffset(ref memory.Scratch(1), ref memory.Scratch(2)));
    }

    /// <summary>Two layers that add what they read to their h, and fill all of their scratch.</summary>
    private readonly struct Greedy : ILstmNetwork
    {
        private static readonly LstmPanels s_panels = new(Hidden, 1, 0, 4, 0);

        public static LstmNetworkLayout Layout => new(
            outputs: 1, headWeights: 2 * 64 * 33, floats: 2 * 64 * 33,
            [
                new(0, LstmUseRole.Layer, 0, s_panels, SequenceScratch, BatchScratch, Hidden),
                new(1, LstmUseRole.Layer, 64 * 33, s_panels, SequenceScratch, BatchScratch, Hidden),
            ],
            [
                new(LstmNodeKind.Layer, LstmNode.Inputs, 0, 0, 0, 0, Hidden),
                new(LstmNodeKind.Layer, 0, 0, 1, 1, 1, Hidden),
            ]);

        public static void Sequence(int use, ref float w, ref float x, nint xStride, ref float z, ref float h, ref float y, ref float c, int steps)
            => throw new NotSupportedException();

        public static void Batch(int use, ref float w, ref float x, nint xStride, ref float z, ref float h, ref float y, ref float c, int rows)
        {
            MemoryMarshal.CreateSpan(ref z, Math.Min(rows, LstmRows.Block) * BatchScratch).Fill(float.NaN);
            for (int index = 0; index < rows * Hidden; index++)
            {
                Unsafe.Add(ref y, index) = Unsafe.Add(ref h, index) + Unsafe.Add(ref x, index);
                Unsafe.Add(ref c, index) += 1;
            }
        }

        public static void Outputs(ref float w, ref float h, ref float y, int rows) => LstmRows.Copy(ref h, Hidden, ref y, Hidden, rows);
    }
}
