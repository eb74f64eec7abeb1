using System.IO.Compression;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats.PyTorch;

/// <summary>Pickles that call functions, and files that are damaged.</summary>
public class PickleTests
{
    private const string Refused = ", which is refused; tensors, dictionaries and numbers were expected. In Python, torch.save(model.state_dict(), path) writes tensors alone.";

    [Theory]
    [InlineData("cos\nsystem\n(S'ls'\ntR.", "os.system")]
    [InlineData("cposix\nsystem\n(X\u0002\0\0\0lstR.", "posix.system")]
    [InlineData("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093\u008c\u0002ls\u0085R.", "os.system")]
    [InlineData("\u0080\u0004\u008c\u0008builtins\u0094\u008c\u0004eval\u0094\u0093\u0094\u008c\u00011\u0094\u0085\u0094R\u0094.", "builtins.eval")]
    [InlineData("c__builtin__\neval\n(S'1'\ntR.", "__builtin__.eval")]
    [InlineData("(S'ls'\nios\nsystem\n.", "os.system")]
    [InlineData("(cos\nsystem\nS'ls'\no.", "os.system")]
    [InlineData("csubprocess\nPopen\n(S'ls'\nt\u0081.", "subprocess.Popen")]
    [InlineData("csubprocess\nPopen\n(S'ls'\nt}\u0092.", "subprocess.Popen")]
    [InlineData("ctorch._utils\n_rebuild_sparse_tensor\n)R.", "torch._utils._rebuild_sparse_tensor")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R.", "torch._utils._rebuild_tensor_v2")]
    [InlineData("c__main__\nNet\n)\u0081}S'a'\nI1\nsb.", "__main__.Net")]
    [InlineData("carray\narray\n)\u0081)b.", "array.array")]
    [InlineData("S'a'\n)R.", "the text 'a'")]
    public void Functions_are_refused_by_name(string pickle, string function)
        => Assert.Equal($"the pickle 'archive/data.pkl' calls {function}{Refused}", Message(pickle));

    [Theory]
    [InlineData("\u0080\u0006N.", "is of protocol 6; 0 to 5 were expected.")]
    [InlineData("\u0082\u0001.", "has the instruction 0x82 at byte 0, which no pickle of tensors has.")]
    [InlineData("\u0097.", "has the instruction 0x97 at byte 0, which no pickle of tensors has.")]
    [InlineData("N", "is cut off: it ends at byte 1, and 1 bytes were expected at byte 1.")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ffa.", "is cut off: it ends at byte 7, and 4294967295 bytes were expected at byte 5.")]
    [InlineData("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffa.", "is cut off: it ends at byte 11, and -1 bytes were expected at byte 9.")]
    [InlineData("h\u0001.", "asks for value 1 that it did not keep.")]
    [InlineData(".", "takes a value at byte 0 where there is none.")]
    [InlineData("(.", "takes a value at byte 1 where there is none.")]
    [InlineData("t.", "takes values at byte 0 down to a mark that is not there.")]
    [InlineData("](NNu.", "puts 2 keys and values into a list; pairs of them and a dictionary were expected.")]
    [InlineData("}Na.", "adds items to a dictionary; a list was expected.")]
    [InlineData("S'x'\nQ.", "has the text 'x' as a persistent id; a storage of PyTorch was expected.")]
    [InlineData("ccollections\nOrderedDict\n)R}S'hook'\nI1\nsb.", "gives attributes to a dictionary; tensors, dictionaries and numbers were expected.")]
    [InlineData("I12x\n.", "has '12x' where an integer was expected.")]
    public void Pickles_that_are_none_are_named(string pickle, string message)
        => Assert.Equal($"the pickle 'archive/data.pkl' {message}", Message(pickle));

    [Theory]
    [InlineData("I3\n.", "the file holds an int; a state_dict, a checkpoint that has one, or a module was expected.")]
    [InlineData("}S'a'\nI1\ns.", "no entry of the dictionary holds tensors; a state_dict was expected among 'a'.")]
    [InlineData("}S'a'\ncos\nsystem\ns.", "no entry of the dictionary holds tensors; a state_dict was expected among 'a'.")]
    public void Content_without_tensors_is_named(string pickle, string message) => Assert.Equal(message, Message(pickle));

    [Fact]
    public void Values_are_in_proportion_to_the_file()
    {
        string message = Message(new string(']', 60_000) + ".");
        Assert.StartsWith("the pickle 'archive/data.pkl' makes more values than a file of ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_without_its_storage_is_named()
    {
        const string Tensor = "ctorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\nFloatStorage\nS'9'\nS'cpu'\nI4\ntQI0\n(I2\nI2\nt(I2\nI1\ntI00\nccollections\nOrderedDict\n)RtR";
        Assert.StartsWith("the archive has no entry 'archive/data/9'; its entries are 'archive/data.pkl'", Message("}S'weight'\n" + Tensor + "s."), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("I4\nI1\nt(I1\nI1\nt", "a tensor [4, 1] with strides [1, 1] from element 0 on, which is not within the 3 elements of its storage '0'.")]
    [InlineData("I-1\nt(I1\nt", "a tensor [-1] with strides [1] from element 0 on, which is not within the 3 elements of its storage '0'.")]
    [InlineData("I2\nt(I9223372036854775807\nt", "a tensor [2] with strides [9223372036854775807] from element 0 on, which is not within the 3 elements of its storage '0'.")]
    [InlineData("I2\nt(I-1\nt", "a tensor [2] with strides [-1] from element 0 on, which is not within the 3 elements of its storage '0'.")]
    [InlineData("S'2'\nt(I1\nt", "a tensor of 1 dimensions that are no integers; up to 16 integers were expected.")]
    public void A_tensor_beyond_its_storage_is_named(string shape, string message)
        => Assert.Equal("the pickle 'archive/data.pkl' has " + message, Message($"}}S'weight'\nctorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI3\ntQI0\n({shape}I00\nccollections\nOrderedDict\n)RtRs."));

    [Fact]
    public void One_value_as_a_large_tensor_is_refused()
    {
        const string Tensor = "ctorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI1\ntQI0\n(I40000\nI40000\nt(I0\nI0\ntI00\nccollections\nOrderedDict\n)RtR";
        Assert.StartsWith("the tensors have 1600000000 values together, in a file of ", Message("}S'weight'\n" + Tensor + "s."), StringComparison.Ordinal);
    }

    [Fact]
    public void Archives_that_are_damaged_are_named()
    {
        byte[] file = File.ReadAllBytes(Models.Own("PyTorch", "tagger.pt"));
        string root = Archives.Entries(file)[0].Name.Split('/')[0];
        string Told(byte[] content) => Damage.Message(content, "tagger.pt");
        Assert.StartsWith("this is no file of torch.save: it begins with the bytes 584B0304", Told([(byte)'X', .. file[1..]]), StringComparison.Ordinal);
        Assert.Equal("the archive has no directory at its end: it is cut off.", Told(file[..^30]));
        Assert.StartsWith("the archive has 0 entries <name>/data.pkl; one,", Told(Archives.Of(CompressionLevel.NoCompression, ("x/data", [1]))), StringComparison.Ordinal);
        Assert.StartsWith("entry 'x/../data.pkl' of the archive leads out of it", Told(Archives.Of(CompressionLevel.NoCompression, ("x/../data.pkl", [1]))), StringComparison.Ordinal);
        Assert.StartsWith("the archive has two entries 'x/data.pkl'", Told(Archives.Of(CompressionLevel.NoCompression, ("x/data.pkl", [1]), ("x/data.pkl", [1]))), StringComparison.Ordinal);
        Assert.StartsWith("entry 'x/data.pkl' of the archive has 10000000 bytes unpacked; at most ", Told(Archives.Of(CompressionLevel.SmallestSize, ("x/data.pkl", new byte[10_000_000]))), StringComparison.Ordinal);
        Assert.StartsWith($"entry '{root}/data/0' of the archive has 60 bytes; the 96 of its tensors were expected.", Told(Archives.With(file, root + "/data/0", content => content[..60])), StringComparison.Ordinal);
        Assert.StartsWith("the file was written by a machine that stores the highest byte first", Told(Archives.Of(CompressionLevel.NoCompression, [.. Archives.Entries(file), (root + "/byteorder", "big"u8.ToArray())])), StringComparison.Ordinal);
        int at = file.AsSpan().IndexOf("data/0"u8) + 100;
        byte[] flipped = [.. file];
        flipped[at] ^= 1;
        Assert.Contains("of the archive is damaged: its content has another CRC-32", Told(flipped), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fc.weight", "fc.weighs", "tensor 'fc.weighs' F32 [2, 3] is of no layer that a class can have; those of LSTMs, GRUs, linear layers and vectors of tokens were expected. LstmReadOptions.Prefix chooses what to read: 'lstm.' would be recurrent layers alone.")]
    [InlineData("fc.bias", "fc.bids", "tensor 'fc.bids' F32 [2] is of no use to a linear layer of 3 inputs and 2 outputs; 'weight' were expected in 'fc'.")]
    [InlineData("lstm.bias_hh_l0", "lstm.bias_hx_l0", "tensor 'lstm.bias_hh_l0' is missing; [12] was expected beside 'lstm.weight_ih_l0' F32 [12, 2].")]
    [InlineData("lstm.weight_hh_l0", "lstm.weight_hx_l0", "tensor 'lstm.weight_hh_l0' is missing; it was expected beside 'lstm.weight_ih_l0' F32 [12, 2].")]
    [InlineData("lstm.bias_hh_l0", "norm.running_mean", "tensor 'lstm.bias_hh_l0' is missing; [12] was expected beside 'lstm.weight_ih_l0' F32 [12, 2].")]
    public void Tensors_that_are_missing_or_too_many_are_named(string from, string to, string message)
    {
        byte[] file = File.ReadAllBytes(Models.Own("PyTorch", "tagger.pt"));
        string pickle = Archives.Entries(file).Single(entry => entry.Name.EndsWith("data.pkl", StringComparison.Ordinal)).Name;
        byte[] changed = Archives.With(file, pickle, content => Archives.Latin(System.Text.Encoding.Latin1.GetString(content).Replace($"{(char)from.Length}\0\0\0{from}", $"{(char)to.Length}\0\0\0{to}", StringComparison.Ordinal)));
        Assert.Equal(message, Damage.Message(changed, "tagger.pt"));
    }

    [Theory]
    [InlineData("tagger.pt")]
    [InlineData("tagger_old.pt")]
    [InlineData("deep_module.pt")]
    public void Any_bytes_end_in_one_message(string name) => Damage.SurvivesAnything(File.ReadAllBytes(Models.Own("PyTorch", name)), name);

    [Theory]
    [InlineData("tagger.pt")]
    [InlineData("deep_module.pt")]
    [InlineData("tagger_lightning.ckpt")]
    [InlineData("scripted.pt")]
    public void Any_pickle_ends_in_one_message(string name)
    {
        List<(string Name, byte[] Content)> entries = Archives.Entries(File.ReadAllBytes(Models.Own("PyTorch", name)));
        int at = entries.FindIndex(entry => entry.Name.EndsWith("data.pkl", StringComparison.Ordinal));
        var random = new Random(2);
        for (int trial = 0; trial < 1000; trial++)
        {
            byte[] pickle = [.. entries[at].Content];
            for (int count = random.Next(1, 4); count > 0; count--)
            {
                pickle[random.Next(pickle.Length)] = (byte)random.Next(256);
            }

            byte[] changed = Archives.Of(CompressionLevel.NoCompression, [.. entries[..at], (entries[at].Name, pickle), .. entries[(at + 1)..]]);
            try
            {
                LstmModelFile.Read(changed, name);
            }
            catch (LstmFormatException)
            {
            }
        }
    }

    private static string Message(string pickle)
        => Damage.Message(Archives.Of(CompressionLevel.NoCompression, ("archive/data.pkl", Archives.Latin(pickle)), ("archive/version", "3\n"u8.ToArray()), ("archive/data/0", new byte[12])), "made.pt");
}
