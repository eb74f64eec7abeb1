using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Checkpoints;

/// <summary>A checkpoint file is as it was written, or refused.</summary>
public sealed class CheckpointSealTests
{
    [Fact]
    public void EveryTruncationIsRefused()
    {
        byte[] file = Small();
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<LstmFormatException>(() => Read(file[..length]));
        }
    }

    [Fact]
    public void EveryFlippedBitIsRefused()
    {
        byte[] file = Small();
        for (int bit = 0; bit < 8 * file.Length; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<LstmFormatException>(() => Read(file));
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(1.5, Read(file).Number("half"));
    }

    [Fact]
    public void NumbersComeBackToTheLastBit()
    {
        using var folder = new TemporaryFolder();
        double[] numbers = [0.1, -0.0, double.NaN, double.PositiveInfinity, double.Epsilon, -1e300];
        var writer = new CheckpointWriter();
        for (int index = 0; index < numbers.Length; index++)
        {
            writer.Number($"n{index}", numbers[index]);
        }

        writer.Integer("most", long.MaxValue);
        writer.Save(folder.File("c"));
        var reader = new CheckpointReader(SafetensorsFile.Load(folder.File("c")));
        Assert.Equal(
            numbers.Select(BitConverter.DoubleToInt64Bits), numbers.Select((_, index) => BitConverter.DoubleToInt64Bits(reader.Number($"n{index}"))));
        Assert.Equal(long.MaxValue, reader.Integer("most"));
    }

    [Theory]
    [InlineData("text", "-1", "text is '-1'; a whole number from 0 to 10 was expected.")]
    [InlineData("text", "11", "text is '11'; a whole number from 0 to 10 was expected.")]
    [InlineData("text", "1 ", "text is '1 '; a whole number from 0 to 10 was expected.")]
    [InlineData("other", "1", "there is no text in the metadata.")]
    public void ANumberThatIsNoneIsNamed(string key, string value, string message)
    {
        using var folder = new TemporaryFolder();
        var writer = new CheckpointWriter();
        writer.Text(key, value);
        writer.Save(folder.File("c"));
        var reader = new CheckpointReader(SafetensorsFile.Load(folder.File("c")));
        var error = Assert.Throws<LstmFormatException>(() => reader.Integer("text", 10));
        Assert.EndsWith(message, error.Message);
    }

    [Fact]
    public void AFileThatIsNoCheckpointIsRefused()
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.File("c"), [SafetensorsTensor.FromFloats("x", [1], [1])]);
        var error = Assert.Throws<LstmFormatException>(() => new CheckpointReader(SafetensorsFile.Load(folder.File("c"))));
        Assert.EndsWith("there is no sha256 in the metadata; a checkpoint of training was expected.", error.Message);
    }

    [Fact]
    public void ATensorNobodyAsksForIsRefused()
    {
        CheckpointReader reader = Read(Small());
        reader.Tensor("a", [2, 2]);
        var error = Assert.Throws<LstmFormatException>(reader.End);
        Assert.EndsWith("tensor 'b' is not used by the trainer.", error.Message);
        reader.Tensor("b", [1]);
        reader.End();
    }

    private static byte[] Small()
    {
        using var folder = new TemporaryFolder();
        var writer = new CheckpointWriter();
        writer.Text("format", "x");
        writer.Number("half", 1.5);
        writer.Tensor("a", [2, 2], [1, 2, 3, 4]);
        writer.Tensor("b", [1], [5]);
        writer.Save(folder.File("c"));
        return File.ReadAllBytes(folder.File("c"));
    }

    private static CheckpointReader Read(byte[] file) => new(SafetensorsFile.Parse(file));
}
