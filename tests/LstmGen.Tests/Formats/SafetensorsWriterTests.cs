using System.Buffers.Binary;
using System.Reflection;
using System.Text;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

/// <summary>What is written is read back equal, writes again to the same bytes, and appears whole or not at all.</summary>
public sealed class SafetensorsWriterTests
{
    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(
            stream,
            [SafetensorsTensor.FromFloats("w", [1, 2], [1f, -2f]), new("é\"\\\n\u0001😀", SafetensorsDtype.U8, [], new byte[] { 7 })],
            [new("k", "v")]);
        const string header =
            """{"__metadata__":{"k":"v"},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"é\"\\\n\u0001😀":{"dtype":"U8","shape":[],"data_offsets":[8,9]}}""";
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] bytes = stream.ToArray();
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.InRange(length - text.Length, 0, 7);
        Assert.Equal(header + new string(' ', length - text.Length), Encoding.UTF8.GetString(bytes, 8, length));
        Assert.Equal([0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 7], bytes[(8 + length)..]);
    }

    [Fact]
    public void No_tensors_make_a_file_too()
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, []);
        Assert.Equal("\b\0\0\0\0\0\0\0{}      "u8.ToArray(), stream.ToArray());
        Assert.Empty(SafetensorsFile.Parse(stream.ToArray()).Tensors);
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(Mutation)])]
    public void Write_read_write_is_byte_exact(ValidFile file)
    {
        SafetensorsFile read = SafetensorsFile.Parse(file.Bytes);
        var first = new MemoryStream();
        SafetensorsWriter.Write(first, read.Tensors, read.Metadata);
        SafetensorsFile again = SafetensorsFile.Parse(first.ToArray());
        Assert.Equal(read.Metadata, again.Metadata);
        Assert.Equal(read.Tensors.Select(tensor => tensor.ToString()), again.Tensors.Select(tensor => tensor.ToString()));
        Assert.All(read.Tensors.Zip(again.Tensors), pair => Assert.Equal(pair.First.Data.ToArray(), pair.Second.Data.ToArray()));
        Assert.NotNull(SafetensorsOracle.Read(first.ToArray()));
        var second = new MemoryStream();
        SafetensorsWriter.Write(second, again.Tensors, again.Metadata);
        Assert.Equal(first.ToArray(), second.ToArray());
    }

    [Fact]
    public void Files_of_other_writers_are_written_back_byte_for_byte()
    {
        string project = typeof(SafetensorsWriterTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "ProjectDirectory").Value!;
        string golden = Path.GetFullPath(Path.Combine(project, "..", "..", "..", "shared", "golden"));
        Assert.SkipUnless(Directory.Exists(golden), "the shared golden vectors are not beside this checkout");
        using var folder = new TemporaryFolder();
        string[] files = Directory.GetFiles(golden, "*.safetensors");
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            SafetensorsFile.Load(file).Save(folder.File("copy"));
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(folder.File("copy")));
        }
    }

    [Fact]
    public void A_file_replaces_an_older_one_and_leaves_nothing_else()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("m.safetensors"), "old, and longer than what is written now" + new string('x', 1000));
        SafetensorsWriter.Write(folder.File("m.safetensors"), [SafetensorsTensor.FromFloats("w", [1], [3f])]);
        Assert.Equal([3f], SafetensorsFile.Load(folder.File("m.safetensors"))["w"].ToFloats());
        Assert.Equal(["m.safetensors"], folder.Names());
    }

    [Fact]
    public void A_failure_in_the_middle_leaves_the_older_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("m"), "old");
        string[] during = [];
        using var broken = new LookingMemory(() =>
        {
            during = [.. folder.Names()];
            Assert.Equal("old", File.ReadAllText(folder.File("m")));
            throw new IOException("The disk is full.");
        });
        SafetensorsTensor[] tensors =
        [
            new("a", SafetensorsDtype.U8, [200_000], new byte[200_000]),
            new("b", SafetensorsDtype.U8, [LookingMemory.Length], broken.Memory),
        ];
        Assert.Throws<IOException>(() => SafetensorsWriter.Write(folder.File("m"), tensors));
        Assert.Equal(2, during.Length);
        Assert.Equal(["m"], folder.Names());
        Assert.Equal("old", File.ReadAllText(folder.File("m")));
    }

    [Fact]
    public void A_target_that_cannot_be_replaced_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("m"));
        Assert.ThrowsAny<SystemException>(() => SafetensorsWriter.Write(folder.File("m"), []));
        Assert.Equal(["m"], folder.Names());
        Assert.Throws<DirectoryNotFoundException>(() => SafetensorsWriter.Write(folder.File("none/m"), []));
        Assert.Equal(["m"], folder.Names());
    }

    [Fact]
    public void What_no_reader_could_take_is_not_written()
    {
        SafetensorsTensor tensor = SafetensorsTensor.FromFloats("w", [], [1f]);
        Assert.Contains("'w' occurs twice", Refused(() => SafetensorsWriter.Write(Stream.Null, [tensor, tensor])), StringComparison.Ordinal);
        Assert.Contains("'k' occurs twice", Refused(() => SafetensorsWriter.Write(Stream.Null, [], [new("k", ""), new("k", "")])), StringComparison.Ordinal);
        Assert.Contains("half a surrogate", Refused(() => SafetensorsWriter.Write(Stream.Null, [], [new("k", "\ud800")])), StringComparison.Ordinal);
        Assert.Contains("half a surrogate", Refused(() => SafetensorsTensor.FromFloats("\udc00", [], [1f])), StringComparison.Ordinal);
        Assert.Contains("reserved", Refused(() => SafetensorsTensor.FromFloats("__metadata__", [], [1f])), StringComparison.Ordinal);
        Assert.Contains("has 8 bytes; F32 [3]", Refused(() => SafetensorsTensor.FromFloats("w", [3], [1f, 2f])), StringComparison.Ordinal);
        Assert.Contains("has 1 bytes; F4 [3]", Refused(() => new SafetensorsTensor("w", SafetensorsDtype.F4, [3], new byte[1])), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SafetensorsTensor.FromFloats("w", [-1], []));
        Assert.Contains(
            "at most 100000000",
            Refused(() => SafetensorsWriter.Write(Stream.Null, [], [new("k", new string('x', 100_000_000))])),
            StringComparison.Ordinal);

        static string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }
}
