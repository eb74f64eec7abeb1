using LstmGen.Training;

namespace LstmGen.Tests.Training.Blocks;

/// <summary>Products of matrices against plain loops that add by the written rule: to the bit, for every width and number of threads.</summary>
public sealed class MatrixProductsTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(6, 128, 32)]
    [InlineData(7, 129, 33)]
    [InlineData(97, 300, 70)]
    [InlineData(5, 5, 1_000)]
    [InlineData(200, 17, 3)]
    public void Products_have_the_bits_of_the_rule(int rows, int terms, int columns)
    {
        float[] a = BlockRuns.Floats(1, rows * terms), b = BlockRuns.Floats(2, terms * columns), bias = BlockRuns.Floats(3, columns), before = BlockRuns.Floats(4, rows * columns);
        foreach ((MatrixKernels kernels, int threads) in BlockRuns.Widths)
        {
            using var products = new MatrixProducts(threads, kernels);
            PackedMatrix packed = products.Room(terms, columns);
            float[] start = products.Start(columns), c = new float[rows * columns], added = [.. before], turned = new float[rows * columns];
            bias.CopyTo(start, 0);
            products.Pack(new MatrixView(b, 0, columns), terms, columns, packed);
            products.Multiply(new MatrixView(a, 0, terms), rows, packed, new MatrixView(c, 0, columns), start);
            products.Multiply(new MatrixView(a, 0, terms), rows, packed, new MatrixView(added, 0, columns), null);
            BlockRuns.SameBits(Rule(a, b, rows, terms, columns, (_, column) => bias[column]), c, $"{kernels.PanelColumns / 2} lanes, {threads} threads: a b");
            BlockRuns.SameBits(Rule(a, b, rows, terms, columns, (row, column) => before[(row * columns) + column]), added, "c + a b");

            // The same factors, each stored the other way around.
            float[] aTurned = Turned(a, rows, terms), bTurned = Turned(b, terms, columns);
            products.Pack(new MatrixView(bTurned, 0, terms).Transposed, terms, columns, packed);
            products.Multiply(new MatrixView(aTurned, 0, rows).Transposed, rows, packed, new MatrixView(turned, 0, columns), start);
            BlockRuns.SameBits(c, turned, "transposed");
        }
    }

    [Fact]
    public void A_view_beyond_its_array_is_refused()
    {
        using var products = new MatrixProducts(1, MatrixKernels.Best);
        PackedMatrix packed = products.Room(4, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => products.Pack(new MatrixView(new float[15], 0, 4), 4, 4, packed));
        Assert.Throws<ArgumentOutOfRangeException>(() => products.Pack(new MatrixView(new float[4_000], 0, 40), 100, 40, packed));
    }

    private static float[] Rule(float[] a, float[] b, int rows, int terms, int columns, Func<int, int, float> start)
    {
        float[] c = new float[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                float sum = start(row, column);
                for (int block = 0; block < terms; block += 128)
                {
                    float chain = 0;
                    for (int term = block; term < Math.Min(terms, block + 128); term++)
                    {
                        chain = MathF.FusedMultiplyAdd(a[(row * terms) + term], b[(term * columns) + column], chain);
                    }

                    sum += chain;
                }

                c[(row * columns) + column] = sum;
            }
        }

        return c;
    }

    private static float[] Turned(float[] matrix, int rows, int columns)
    {
        float[] turned = new float[matrix.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                turned[(column * rows) + row] = matrix[(row * columns) + column];
            }
        }

        return turned;
    }
}
