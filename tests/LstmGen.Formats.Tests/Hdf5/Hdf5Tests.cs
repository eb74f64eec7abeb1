using LstmGen.Formats;

namespace LstmGen.Tests.Formats.Hdf5;

public class Hdf5Tests
{
    [Fact]
    public void Groups_and_attributes_of_many_members_are_read()
    {
        Hdf5Node root = Open("many.h5", File.ReadAllBytes(Models.Own("Hdf5", "many.h5")));
        Assert.Equal(15, root.Names.Count);
        for (int at = 0; at < 12; at++)
        {
            Assert.Equal($"value {at}", root.Attribute($"a{at}")!.Text());
            Assert.Equal([at, at], Floats(root, $"member{at}"));
        }

        Assert.Equal([1.5f, 2.5f], Floats(root, "doubles"));
        Assert.Null(root.Child("member12"));
    }

    [Theory]
    [InlineData("big_endian", "many.h5: tensor 'big_endian' type 1 of 4 bytes, highest byte first [2]; elements of F32, F16, BF16 or F64 were expected.")]
    [InlineData("growing", "many.h5: the HDF5 file has the chunks of 'growing' in an index of type 4, as arrays that can grow have it; 1 to 3 were expected. h5repack writes a layout that is read.")]
    public void What_is_not_read_is_named(string name, string message)
        => Assert.Equal(message, Assert.Throws<LstmFormatException>(() => Floats(Open("many.h5", File.ReadAllBytes(Models.Own("Hdf5", "many.h5"))), name)).Message);

    [Fact]
    public void An_array_that_is_large_only_when_unpacked_is_refused()
    {
        byte[] file = File.ReadAllBytes(Models.Own("Hdf5", "bomb.h5"));
        string message = Assert.Throws<LstmFormatException>(() => Floats(Open("bomb.h5", file), "zeros")).Message;
        Assert.Equal($"bomb.h5: the HDF5 file has 'zeros' of [3000000] elements; as many as a file of {file.Length} bytes could hold were expected.", message);
    }

    [Theory]
    [InlineData("Hdf5", "many.h5")]
    [InlineData("Hdf5", "bomb.h5")]
    [InlineData("Keras", "stack.h5")]
    [InlineData("Keras", "stack_gzip.h5")]
    [InlineData("Keras", "stack_gzip_latest.h5")]
    [InlineData("Keras", "stack_latest.h5")]
    public void Any_bytes_are_read_or_refused_in_proportion(string folder, string name)
    {
        byte[] file = File.ReadAllBytes(Models.Own(folder, name));
        var random = new Random(3);
        for (int trial = 0; trial < 1500; trial++)
        {
            byte[] changed = [.. file];
            for (int count = random.Next(1, 5); count > 0; count--)
            {
                int at = random.Next(changed.Length);
                changed[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)(changed[at] ^ (1 << random.Next(8))), _ => 0xFF };
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Walk(Open(name, changed), 0);
            }
            catch (LstmFormatException)
            {
            }

            // All that is ever allocated, which is more than what is in use at a time.
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < (12L * file.Length) + (1 << 20), $"{allocated} bytes for a file of {file.Length}");
        }
    }

    private static void Walk(Hdf5Node node, int depth)
    {
        foreach (Hdf5Attribute attribute in Hdf5Attribute.All(node))
        {
            _ = attribute.Texts();
        }

        foreach (string name in node.IsArray || depth > 6 ? [] : node.Names)
        {
            // A name with a slash in it leads nowhere.
            if (node.Child(name) is { } child)
            {
                _ = child.IsArray ? Floats(node, name) : [];
                Walk(child, depth + 1);
            }
        }
    }

    private static Hdf5Node Open(string name, byte[] bytes) => Hdf5File.Open(new ModelBytes(name, bytes), bytes).Root;

    private static float[] Floats(Hdf5Node group, string name) => new Hdf5Array(group.Child(name)!).Named(name).Floats(group.File.Source);
}
