using System.Runtime.CompilerServices;

namespace LstmGen.Tests.Model;

/// <summary>A state keeps h and c of every layer and row apart, and refuses what does not fit.</summary>
public sealed class LstmStateTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 5, 2, 1 }, { 5, 2, 3 }, { 16, 1, 4 }, { 17, 3, 2 }, { 64, 2, 70 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_new_state_is_zero_and_Import_and_Export_are_inverse(int hidden, int layers, int batch)
    {
        LstmState state = Create(new LstmShape(3, hidden, layers, 2), batch);
        (float[] h, float[] c) = Export(state);
        Assert.All(h.Concat(c), value => Assert.Equal(0f, value));
        (float[] wantedH, float[] wantedC) = Numbered(state);
        state.Import(wantedH, wantedC);
        (h, c) = Export(state);
        Assert.Equal(wantedH, h);
        Assert.Equal(wantedC, c);
        for (int layer = 0; layer < layers; layer++)
        {
            for (int row = 0; row < batch; row++)
            {
                int at = ((layer * batch) + row) * hidden;
                var (readH, readC) = (new float[hidden], new float[hidden]);
                state.GetHidden(layer, row, readH);
                state.GetCell(layer, row, readC);
                Assert.Equal(wantedH.AsSpan(at, hidden).ToArray(), state.Hidden(layer, row));
                Assert.Equal(wantedC.AsSpan(at, hidden).ToArray(), state.Cell(layer, row));
                Assert.Equal(state.Hidden(layer, row), readH);
                Assert.Equal(state.Cell(layer, row), readC);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Setting_one_row_changes_nothing_else(int hidden, int layers, int batch)
    {
        LstmState state = Create(new LstmShape(3, hidden, layers), batch);
        (float[] h, float[] c) = Numbered(state);
        state.Import(h, c);
        int layer = layers - 1;
        int row = batch / 2;
        float[] values = [.. Enumerable.Range(0, hidden).Select(index => -1f - index)];
        state.SetHidden(layer, row, values);
        values.CopyTo(h, ((layer * batch) + row) * hidden);
        AssertHolds(state, h, c);
        state.SetCell(layer, row, values);
        values.CopyTo(c, ((layer * batch) + row) * hidden);
        AssertHolds(state, h, c);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ResetRow_clears_one_row_in_every_layer_and_Reset_all(int hidden, int layers, int batch)
    {
        LstmState state = Create(new LstmShape(3, hidden, layers), batch);
        (float[] h, float[] c) = Numbered(state);
        state.Import(h, c);
        state.ResetRow(batch - 1);
        for (int layer = 0; layer < layers; layer++)
        {
            int at = ((layer * batch) + batch - 1) * hidden;
            h.AsSpan(at, hidden).Clear();
            c.AsSpan(at, hidden).Clear();
        }

        AssertHolds(state, h, c);
        state.Reset();
        AssertHolds(state, new float[h.Length], new float[c.Length]);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Clone_and_CopyFrom_make_equal_states_that_stay_apart(int hidden, int layers, int batch)
    {
        LstmState state = Create(new LstmShape(3, hidden, layers), batch);
        (float[] h, float[] c) = Numbered(state);
        state.Import(h, c);
        LstmState clone = state.Clone();
        LstmState copy = Create(state.Shape, batch);
        copy.CopyFrom(state);
        state.Reset();
        AssertHolds(clone, h, c);
        AssertHolds(copy, h, c);
        clone.Reset();
        AssertHolds(copy, h, c);
        Assert.Equal((state.Shape, batch), (clone.Shape, clone.Batch));
    }

    [Fact]
    public void Copies_of_another_shape_or_batch_are_refused()
    {
        var shape = new LstmShape(3, 5, 2, 4);
        LstmState state = Create(shape, 2);
        LstmShape[] others = [shape with { Hidden = 6 }, shape with { Layers = 1 }, shape with { Layers = 3 }];
        Assert.All(others, other => Assert.Throws<ArgumentException>(() => state.CopyFrom(Create(other, 2))));
        Assert.Throws<ArgumentException>(() => state.CopyFrom(Create(shape, 3)));
        Assert.Throws<ArgumentNullException>(() => state.CopyFrom(null!));
        state.CopyFrom(Create(shape with { Activations = LstmActivations.Fast }, 2));
    }

    [Fact]
    public void States_are_handed_to_models_that_read_and_give_something_else()
    {
        var encoder = new LstmShape(3, 5, 2);
        LstmState from = Create(encoder, 2);
        (float[] h, float[] c) = Numbered(from);
        from.Import(h, c);
        LstmShape[] decoders = [encoder with { Input = 4 }, encoder with { Output = 7 }, encoder with { CellOptions = new() { Peepholes = true } }];
        Assert.All(decoders, decoder =>
        {
            LstmState to = Create(decoder, 2);
            to.CopyFrom(from);
            AssertHolds(to, h, c);
        });
    }

    [Fact]
    public void Both_directions_become_one_layer_and_back()
    {
        LstmState two = Create(new LstmShape(3, 5, 4), 2), one = Create(new LstmShape(9, 10, 2, 1), 2), back = Create(two.Shape, 2);
        (float[] h, float[] c) = Numbered(two);
        two.Import(h, c);
        one.JoinFrom(two);
        for (int layer = 0; layer < 2; layer++)
        {
            for (int row = 0; row < 2; row++)
            {
                Assert.Equal([.. two.Hidden(2 * layer, row), .. two.Hidden((2 * layer) + 1, row)], one.Hidden(layer, row));
                Assert.Equal([.. two.Cell(2 * layer, row), .. two.Cell((2 * layer) + 1, row)], one.Cell(layer, row));
            }
        }

        back.SplitFrom(one);
        AssertHolds(back, h, c);
        LstmState[] others = [Create(new LstmShape(3, 5, 3), 2), Create(new LstmShape(3, 4, 4), 2), Create(new LstmShape(3, 5, 4), 1)];
        Assert.All(others, other => Assert.Throws<ArgumentException>("source", () => one.JoinFrom(other)));
        Assert.All(others, other => Assert.Throws<ArgumentException>("source", () => other.SplitFrom(one)));
        Assert.Throws<ArgumentNullException>(() => one.JoinFrom(null!));
        Assert.Throws<ArgumentNullException>(() => one.SplitFrom(null!));
    }

    [Fact]
    public void Layers_rows_and_lengths_out_of_range_are_refused()
    {
        LstmState state = Create(new LstmShape(3, 5, 2), 3);
        foreach ((int layer, int row) in new[] { (-1, 0), (2, 0), (0, -1), (0, 3), (int.MaxValue, 0), (0, int.MinValue) })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => state.Hidden(layer, row));
            Assert.Throws<ArgumentOutOfRangeException>(() => state.Cell(layer, row));
            Assert.Throws<ArgumentOutOfRangeException>(() => state.GetHidden(layer, row, new float[5]));
            Assert.Throws<ArgumentOutOfRangeException>(() => state.GetCell(layer, row, new float[5]));
            Assert.Throws<ArgumentOutOfRangeException>(() => state.SetHidden(layer, row, new float[5]));
            Assert.Throws<ArgumentOutOfRangeException>(() => state.SetCell(layer, row, new float[5]));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => state.ResetRow(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => state.ResetRow(-1));
        Assert.All(new[] { 0, 4, 6 }, length => Assert.Throws<ArgumentException>(() => state.SetHidden(0, 0, new float[length])));
        Assert.All(new[] { 0, 4, 6 }, length => Assert.Throws<ArgumentException>(() => state.SetCell(0, 0, new float[length])));
        Assert.All(new[] { 0, 4, 6 }, length => Assert.Throws<ArgumentException>(() => state.GetHidden(0, 0, new float[length])));
        Assert.All(new[] { 0, 4, 6 }, length => Assert.Throws<ArgumentException>(() => state.GetCell(0, 0, new float[length])));
        Assert.All(new[] { 29, 31 }, length =>
        {
            Assert.Contains("= 30 were expected", Assert.Throws<ArgumentException>(() => state.Export(new float[length], new float[30])).Message, StringComparison.Ordinal);
            Assert.Equal("cell", Assert.Throws<ArgumentException>(() => state.Export(new float[30], new float[length])).ParamName);
            Assert.Equal("hidden", Assert.Throws<ArgumentException>(() => state.Import(new float[length], new float[30])).ParamName);
            Assert.Equal("cell", Assert.Throws<ArgumentException>(() => state.Import(new float[30], new float[length])).ParamName);
        });
        Assert.All(new[] { 0, -1, int.MaxValue }, batch => Assert.Throws<ArgumentOutOfRangeException>(() => Create(state.Shape, batch)));
    }

    [Fact]
    public void Import_that_is_refused_changes_nothing()
    {
        LstmState state = Create(new LstmShape(3, 5, 2), 1);
        (float[] h, float[] c) = Numbered(state);
        state.Import(h, c);
        Assert.Throws<ArgumentException>(() => state.Import(new float[10], new float[9]));
        AssertHolds(state, h, c);
    }

    private static void AssertHolds(LstmState state, float[] hidden, float[] cell)
    {
        (float[] h, float[] c) = Export(state);
        Assert.Equal(hidden, h);
        Assert.Equal(cell, c);
    }

    private static (float[] Hidden, float[] Cell) Export(LstmState state)
    {
        int length = state.Shape.Layers * state.Batch * state.Shape.Hidden;
        var (hidden, cell) = (new float[length], new float[length]);
        Array.Fill(hidden, float.NaN);
        Array.Fill(cell, float.NaN);
        state.Export(hidden, cell);
        return (hidden, cell);
    }

    private static (float[] Hidden, float[] Cell) Numbered(LstmState state)
    {
        int length = state.Shape.Layers * state.Batch * state.Shape.Hidden;
        return ([.. Enumerable.Range(1, length).Select(index => (float)index)], [.. Enumerable.Range(1, length).Select(index => index + 0.5f)]);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern LstmState Create(LstmShape shape, int batch);
}
