using LstmGen.Training;

namespace LstmGen.Tests.Training.Batches;

/// <summary>Values of sequences are checked when they are given, and named by sequence, step and column.</summary>
public sealed class SequenceValueTests
{
    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void AValueThatIsNotFiniteIsNamedWhereverItIs(float value, string text)
    {
        for (int at = 0; at < 6; at++)
        {
            Refused($"The input of sequence 2, step {at / 2}, column {at % 2} is {text}; a finite number was expected.", At(at, value, 6), new float[6]);
            Refused($"The target of sequence 2, step {at / 2}, column {at % 2} is {text}; a finite number was expected.", new float[6], At(at, value, 6));
        }

        Refused($"The target of sequence 2, step 2, column 1 is {text}; a finite number was expected.", new float[6], [0, value]);
    }

    [Theory]
    [InlineData(new float[] { 1, 1 }, "Sequence 2 has a mask of 2; one number for each of its 3 targets, or none, was expected.")]
    [InlineData(new float[] { 1, -1, 1 }, "The mask of sequence 2, step 1 is -1; a finite number of at least 0 was expected.")]
    [InlineData(new float[] { 1, 1, float.NaN }, "The mask of sequence 2, step 2 is NaN; a finite number of at least 0 was expected.")]
    [InlineData(new float[] { 0, 0, 0 }, "The mask of sequence 2 is 0 throughout; at least one target that counts was expected.")]
    public void AMaskThatDoesNotFitIsNamed(float[] mask, string message) => Refused(message, new float[6], new float[6], mask);

    [Fact]
    public void AMaskWeighsTheTargetsOfItsSequence()
    {
        LstmSequence each = new(new float[6], new float[] { 1, 2, float.NaN, 4, 5, 6 }) { Mask = new float[] { 0.5f, 0, 2 } };
        LstmSequence last = new(new float[4], new float[] { 7, 8 }) { Mask = new float[] { 3 } };
        var data = new LstmSequences([each, last], 2, 2, 2);
        var batch = new LstmBatch(data);
        Assert.Equal(5.5, batch.Read(data, 0));
        Assert.Equal([0.5f, 0, 0, 3, 2, 0], batch.Mask.ToArray());
    }

    [Fact]
    public void DataOfOtherSizesAreNotRead()
    {
        LstmSequences data = new([new(new float[6], new float[2])], 2, 2, 2), other = new([new(new float[6], new float[1])], 2, 2, 1);
        var error = Assert.Throws<ArgumentException>(() => new LstmBatch(data).Read(other, 0));
        Assert.StartsWith("The data have batches of 2 sequences, 3 steps, 2 inputs and 1 targets; 2, 3, 2 and 2 were expected.", error.Message);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    public void AMaskOfDataOfOnesOwnIsChecked(float weight)
    {
        var batch = new LstmBatch(rows: 2, maxSteps: 3, inputSize: 1, targetSize: 1);
        batch.Open();
        batch.MaskOf(2, 1) = weight;
        var error = Assert.Throws<InvalidOperationException>(() => batch.Close(7));
        Assert.Equal($"Batch 7: the mask of row 1, step 2 is {weight}; a finite number of at least 0 was expected.", error.Message);
    }

    private static float[] At(int at, float value, int length)
    {
        var values = new float[length];
        values[at] = value;
        return values;
    }

    private static void Refused(string message, float[] inputs, float[] targets, float[]? mask = null)
    {
        LstmSequence sound = new(new float[2], new float[2]), bad = new(inputs, targets) { Mask = mask };
        var error = Assert.Throws<ArgumentException>("sequences", () => new LstmSequences([sound, sound, bad], 2, 2, 2));
        Assert.StartsWith(message, error.Message);
    }
}
