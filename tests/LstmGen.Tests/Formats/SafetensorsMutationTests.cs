using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

/// <summary>The reader against the oracle: what is valid is read as it is, anything else is refused with LstmFormatException.</summary>
public sealed class SafetensorsMutationTests
{
    private const int Cases = 4000;

    [Fact]
    public void Valid_files_are_read_as_the_oracle_reads_them()
        => Properties.Check(Mutation.Valid, 500, file =>
        {
            Assert.NotNull(SafetensorsOracle.Read(file));
            Assert.True(AgreesWithOracle(file));
        });

    [Fact]
    public void Mutated_files_are_refused_or_read_as_the_oracle_reads_them()
    {
        var accepted = new Dictionary<string, int>();
        var refused = new Dictionary<string, int>();
        Properties.Check(Mutation.Mutated, Cases, mutation =>
        {
            Dictionary<string, int> counts = AgreesWithOracle(mutation.File) ? accepted : refused;
            counts[mutation.Kinds] = counts.GetValueOrDefault(mutation.Kinds) + 1;
        });

        // The mutations must be worth something: most files are refused, by every kind, and some stay valid.
        int total = accepted.Values.Sum() + refused.Values.Sum();
        if (total >= Cases)
        {
            Assert.InRange(accepted.Values.Sum(), total / 20, total / 2);
            string[] kinds = ["bit flip", "header byte", "truncate", "header length", "insert", "delete", "number", "offsets moved", "entry twice", "key twice"];
            Assert.All(kinds, kind => Assert.True(refused.GetValueOrDefault(kind) > 5, kind));
        }
    }

    [Fact]
    public void Mutated_files_take_no_more_memory_than_the_file_justifies()
    {
        var messages = 0;
        Properties.Check(Mutation.Mutated, 1000, mutation =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                SafetensorsFile.Load(new MemoryStream(mutation.File));
            }
            catch (LstmFormatException)
            {
                messages++;
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= (6 * mutation.File.Length) + (1 << 20), $"{allocated} bytes for a file of {mutation.File.Length}");
        });
        Assert.True(messages > 0);
    }

    private static bool AgreesWithOracle(byte[] bytes)
    {
        OracleFile? expected = SafetensorsOracle.Read(bytes);
        Func<SafetensorsFile>[] ways =
        [
            () => SafetensorsFile.Parse(bytes),
            () => SafetensorsFile.Load(new MemoryStream(bytes)),
            () => SafetensorsFile.Load(new UnseekableStream(bytes)),
        ];
        foreach (Func<SafetensorsFile> way in ways)
        {
            if (expected is null)
            {
                LstmFormatException error = Assert.Throws<LstmFormatException>(way);
                Assert.True(error.Message.Length is > 20 and < 3000, error.Message);
                continue;
            }

            SafetensorsFile file = way();
            Assert.Equal(expected.Metadata, file.Metadata.Select(pair => (pair.Key, pair.Value)));
            Assert.Equal(expected.Tensors.Select(tensor => tensor.Name), file.Tensors.Select(tensor => tensor.Name));
            foreach ((OracleTensor wanted, SafetensorsTensor found) in expected.Tensors.Zip(file.Tensors))
            {
                Assert.Equal(wanted.Dtype, found.Dtype.FormatName());
                Assert.Equal(wanted.Shape.Select(dimension => (long)dimension), found.Shape);
                Assert.Equal(wanted.Data, found.Data.ToArray());
                Assert.Same(found, file[wanted.Name]);
            }
        }

        return expected is not null;
    }
}
