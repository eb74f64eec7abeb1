using LstmGen.Kernels;

namespace LstmGen.Tests.Kernels;

/// <summary>Rows to columns for every small size, with strides and what lies around the target left alone.</summary>
public sealed class TranspositionTests
{
    [Fact]
    public void EverySmallMatrixIsTurnedAndNothingElseIsWritten()
    {
        for (int rows = 0; rows <= 21; rows++)
        {
            for (int columns = 0; columns <= 37; columns++)
            {
                Check(rows, columns, columns + 3, rows + 2);
                Check(rows, columns, columns, rows);
            }
        }
    }

    [Theory]
    [InlineData(3, 5, 14)] // one float short of the last row of the source
    [InlineData(4, 4, 15)]
    public void ASourceThatIsTooShortIsRefused(int rows, int columns, int length)
        => Assert.Throws<IndexOutOfRangeException>(() => Transposition.Copy(new float[length], columns, rows, columns, new float[rows * columns], rows));

    [Fact]
    public void ATargetThatIsTooShortIsRefused()
        => Assert.Throws<IndexOutOfRangeException>(() => Transposition.Copy(new float[12], 4, 3, 4, new float[11], 3));

    private static void Check(int rows, int columns, int sourceStride, int targetStride)
    {
        const float Untouched = -7;
        float[] source = [.. Enumerable.Range(0, rows * sourceStride).Select(index => (float)index)];
        var target = new float[columns * targetStride];
        Array.Fill(target, Untouched);

        Transposition.Copy(source, sourceStride, rows, columns, target, targetStride);

        for (int at = 0; at < target.Length; at++)
        {
            (int column, int row) = Math.DivRem(at, targetStride);
            Assert.Equal(row < rows ? (row * sourceStride) + column : Untouched, target[at]);
        }
    }
}
