using FsCheck.Fluent;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

/// <summary>The reader against the oracle: what is valid is read as it is, anything else is refused with LstmFormatException.</summary>
public sealed class SafetensorsMutationTests
{
    [Property(MaxTest = 500, Arbitrary = [typeof(Mutation)])]
    public void Valid_files_are_read_as_the_oracle_reads_them(ValidFile file)
    {
        Assert.NotNull(SafetensorsOracle.Read(file.Bytes));
        Assert.True(AgreesWithOracle(file.Bytes));
    }

    [Property(MaxTest = 4000, Arbitrary = [typeof(Mutation)])]
    public void Mutated_files_are_refused_or_read_as_the_oracle_reads_them(Mutation mutation) => AgreesWithOracle(mutation.File);

    /// <summary>Most files are refused, by every kind, and some stay valid.</summary>
    [Fact]
    public void The_mutations_are_worth_something()
    {
        const int Cases = 4000;
        ILookup<bool, string> kinds = Mutation.Mutated.Sample(Cases).ToLookup(mutation => SafetensorsOracle.Read(mutation.File) is null, mutation => mutation.Kinds);
        Assert.InRange(kinds[false].Count(), Cases / 20, Cases / 2);
        string[] all = ["bit flip", "header byte", "truncate", "header length", "insert", "delete", "number", "offsets moved", "entry twice", "key twice"];
        Assert.All(all, kind => Assert.True(kinds[true].Count(one => one == kind) > 5, kind));
    }

    [Property(MaxTest = 1000, Arbitrary = [typeof(Mutation)])]
    public void Mutated_files_take_no_more_memory_than_the_file_justifies(Mutation mutation)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Exception? refusal = Record.Exception(() => SafetensorsFile.Load(new MemoryStream(mutation.File)));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(refusal is null or LstmFormatException, $"{refusal}");
        Assert.True(allocated <= (6 * mutation.File.Length) + (1 << 20), $"{allocated} bytes for a file of {mutation.File.Length}");
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
