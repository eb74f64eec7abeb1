using System.Text;
using LstmGen.Formats;
using static LstmGen.TestKit.Files.RawFile;

namespace LstmGen.Tests.Formats;

/// <summary>Each rule of the format by itself, with the message that its violation gives.</summary>
public sealed class SafetensorsReadTests
{
    private static readonly byte[] Eight = [1, 2, 3, 4, 5, 6, 7, 8];

    public static TheoryData<string, string> WrongHeaders => new()
    {
        { "", "not a JSON object" },
        { " {}", "not a JSON object" },
        { "[]", "not a JSON object" },
        { "{}\n", "not a JSON object" },
        { "{}}", "not the JSON" },
        { "{},{}", "not the JSON" },
        { "{\"a\":}", "not the JSON" },
        { "{/**/}", "not the JSON" },
        { "{\"a\":[[[[[1]]]]]}", "not the JSON" },
        { "{\"a\":5}", "tensor 'a' is described by a Number; an object with dtype, shape and data_offsets was expected" },
        { "{\"a\":{}}", "tensor 'a' has no dtype" },
        { "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,8]}}", "tensor 'a' has no shape" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[8]}}", "tensor 'a' has no data_offsets" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"shape\":[8],\"data_offsets\":[0,8]}}", "tensor 'a' has dtype, shape or data_offsets twice" },
        { "{\"a\":{\"dtype\":\"U8\",\"dt\\u0079pe\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}}", "tensor 'a' has dtype, shape or data_offsets twice" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8],\"strides\":[1]}}", "tensor 'a' has the key 'strides'; only dtype" },
        { "{" + Entry("a", "U9", "8", "0,8") + "}", "tensor 'a' has dtype 'U9'; one of BOOL, F4, F6_E2M3, F6_E3M2, U8" },
        { "{\"a\":{\"dtype\":1,\"shape\":[8],\"data_offsets\":[0,8]}}", "tensor 'a' has dtype Number; one of BOOL" },
        { "{" + Entry("a", "U8", "8.0", "0,8") + "}", "tensor 'a' has something else than a whole number from 0 to 2^63 - 1 in shape" },
        { "{" + Entry("a", "U8", "-8", "0,8") + "}", "in shape" },
        { "{" + Entry("a", "U8", "0,9223372036854775808", "0,0") + "}", "in shape" },
        { "{" + Entry("a", "U8", "\"8\"", "0,8") + "}", "in shape" },
        { "{\"a\":{\"dtype\":\"U8\",\"shape\":8,\"data_offsets\":[0,8]}}", "tensor 'a' has a Number as shape; an array of whole numbers was expected" },
        { "{" + Entry("a", "U8", "8", "0,8,8") + "}", "tensor 'a' has data_offsets [0, 8, 8]; [begin, end] with begin <= end was expected" },
        { "{" + Entry("a", "U8", "8", "8,0") + "}", "tensor 'a' has data_offsets [8, 0]; [begin, end] with begin <= end was expected" },
        { "{" + Entry("a", "F32", "3", "0,8") + "}", "tensor 'a' has 8 bytes (data_offsets [0, 8]); F32 [3] does not make as many whole bytes" },
        { "{" + Entry("a", "F4", "15", "0,8") + "}", "F4 [15] does not make as many whole bytes" },
        { "{" + Entry("a", "U8", "4294967296,4294967296", "0,0") + "}", "does not make as many whole bytes" },
        { "{" + Entry("a", "F64", "2305843009213693953", "0,8") + "}", "does not make as many whole bytes" },
        { "{" + Entry("a", "U8", "4294967296,4294967296,0", "0,0") + "," + Entry("b", "U8", "8", "0,8") + "}", "tensor 'a' has 0 bytes" },
        { "{" + Entry("a", "U8", "4", "0,4") + "," + Entry("a", "U8", "4", "4,8") + "}", "tensor 'a' occurs twice; names must be unique" },
        { "{" + Entry("a", "U8", "4", "0,4") + "," + Entry("\\u0061", "U8", "4", "4,8") + "}", "tensor 'a' occurs twice; names must be unique" },
        { "{" + Entry("a", "U8", "4", "0,4") + "," + Entry("b", "U8", "3", "5,8") + "}", "tensor 'b' begins at byte 5 of the buffer; 4 was expected, without holes" },
        { "{" + Entry("a", "U8", "4", "0,4") + "," + Entry("b", "U8", "5", "3,8") + "}", "tensor 'b' begins at byte 3 of the buffer; 4 was expected" },
        { "{" + Entry("a", "U8", "7", "1,8") + "}", "tensor 'a' begins at byte 1 of the buffer; 0 was expected" },
        { "{" + Entry("a", "U8", "8", "0,8") + "," + Entry("b", "U8", "0", "3,3") + "}", "tensor 'b' begins at byte 3 of the buffer; 8 was expected" },
        { "{" + Entry("a", "U8", "4", "0,4") + "}", "the tensors have 4 bytes in all; the 8 that the file has after its header were expected" },
        { "{" + Entry("a", "U8", "9", "0,9") + "}", "the tensors have 9 bytes in all; the 8" },
        { "{" + Entry("a", "U8", "9223372036854775807", "0,9223372036854775807") + "}", "U8 [9223372036854775807] does not make as many" },
        { "{}", "the tensors have 0 bytes in all" },
        { "{\"__metadata__\":[]}", "__metadata__ is a StartArray; an object of texts was expected" },
        { "{\"__metadata__\":{\"k\":1}}", "__metadata__ has a Number at 'k'; a text was expected" },
        { "{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}}", "__metadata__ has the key 'k' twice" },
        { "{\"__metadata__\":{},\"__metadata__\":{}}", "__metadata__ occurs twice" },
        { "{\"\\ud800\":{}}", "not the JSON" },
    };

    [Theory]
    [MemberData(nameof(WrongHeaders))]
    public void A_wrong_header_is_refused_with_the_rule_it_breaks(string header, string message)
    {
        byte[] bytes = Make(header, Eight);
        var error = Assert.Throws<LstmFormatException>(() => SafetensorsFile.Parse(bytes, "model.safetensors"));
        Assert.StartsWith("model.safetensors: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, Assert.Throws<LstmFormatException>(() => SafetensorsFile.Load(new MemoryStream(bytes), "model.safetensors")).Message);
    }

    [Fact]
    public void Invalid_UTF8_is_refused()
    {
        byte[] header = Encoding.UTF8.GetBytes("{" + Entry("a", "U8", "8", "0,8") + "}");
        header[2] = 0xFF;
        var error = Assert.Throws<LstmFormatException>(() => SafetensorsFile.Parse(Make(header, Eight)));
        Assert.Contains("not valid UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100_000_001, "at most 100000000 was expected")]
    [InlineData(ulong.MaxValue, "at most 100000000 was expected")]
    [InlineData(100_000_000, "at most 10, what the file has left, was expected")]
    [InlineData(11, "at most 10, what the file has left, was expected")]
    public void A_header_longer_than_the_file_is_refused_before_memory_is_taken(ulong length, string message)
    {
        byte[] bytes = Make(length, "{}        "u8.ToArray(), []);
        foreach (Func<SafetensorsFile> way in new Func<SafetensorsFile>[] { () => SafetensorsFile.Parse(bytes), () => SafetensorsFile.Load(new MemoryStream(bytes)) })
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var error = Assert.Throws<LstmFormatException>(way);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(100_000_000, "{}")]
    [InlineData(0, "")]
    public void A_stream_of_unknown_length_is_trusted_with_little_memory(ulong length, string header)
    {
        string text = length > 0 ? header : "{" + Entry("a", "U8", "2000000000", "0,2000000000") + "}";
        byte[] bytes = Make(length > 0 ? length : (ulong)text.Length, Encoding.UTF8.GetBytes(text), Eight);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<LstmFormatException>(() => SafetensorsFile.Load(new UnseekableStream(bytes)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000);
        Assert.Contains("the file ends within", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_of_unknown_length_that_goes_on_is_refused()
    {
        byte[] bytes = [.. Make("{" + Entry("a", "U8", "8", "0,8") + "}", Eight), 0];
        var error = Assert.Throws<LstmFormatException>(() => SafetensorsFile.Load(new UnseekableStream(bytes)));
        Assert.Contains("the file goes on after the last tensor", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Large_tensors_arrive_whole_from_a_stream_of_unknown_length()
    {
        byte[] data = new byte[1_000_003];
        new Random(1).NextBytes(data);
        byte[] bytes = Make("{" + Entry("a", "U8", "1000003", "0,1000003") + "}", data);
        Assert.Equal(data, SafetensorsFile.Load(new UnseekableStream(bytes, 4096))["a"].Data.ToArray());
    }

    [Fact]
    public void Every_dtype_scalars_empty_tensors_and_any_order_of_entries_are_read()
    {
        string header = "{" + Entry("second", "F32", "", "4,8") + "," + Entry("empty", "I64", "3,0,9223372036854775807", "4,4")
            + ",\"__metadata__\":{\"b\":\"2\",\"a\":\"1\"}," + Entry("first", "F6_E2M3", "2,2", "0,3") + "," + Entry("mid", "F4", "2", "3,4") + "}   ";
        SafetensorsFile file = SafetensorsFile.Parse(Make(header, [1, 2, 3, 4, 0, 0, 0x80, 0x3F]));
        Assert.Equal(["second", "empty", "first", "mid"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([1f], file["second"].ToFloats());
        Assert.Equal(1, file["second"].ElementCount);
        Assert.Empty(file["second"].Shape);
        Assert.Equal(0, file["empty"].ElementCount);
        Assert.Equal([3, 0, long.MaxValue], file["empty"].Shape);
        Assert.Equal([1, 2, 3], file["first"].Data.ToArray());
        Assert.Equal(4, file["first"].ElementCount);
        Assert.Equal([4], file["mid"].Data.ToArray());
        Assert.Equal(["b", "a"], file.Metadata.Keys);
        Assert.Equal("'first' F6_E2M3 [2, 2]", file["first"].ToString());
        Assert.False(file.TryGet("third", out _));
        Assert.Contains("no tensor 'third'", Assert.Throws<LstmFormatException>(() => file["third"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_dtype_has_the_size_and_name_of_the_format()
    {
        Assert.Equal(SafetensorsOracle.Dtypes, Enum.GetValues<SafetensorsDtype>().Select(dtype => dtype.FormatName()));
        Assert.All(Enum.GetValues<SafetensorsDtype>(), dtype => Assert.Equal(SafetensorsOracle.BitsOf(dtype.FormatName()), dtype.BitsPerElement()));
        Assert.Throws<ArgumentOutOfRangeException>(() => ((SafetensorsDtype)99).BitsPerElement());
    }

    [Fact]
    public void A_name_of_megabytes_makes_no_message_of_megabytes()
    {
        string name = new('n', 3_000_000);
        var error = Assert.Throws<LstmFormatException>(() => SafetensorsFile.Parse(Make("{" + Entry(name, "U8", "8", "0,9") + "}", Eight)));
        Assert.InRange(error.Message.Length, 200, 1000);
    }

    [Theory]
    [InlineData("tensors")]
    [InlineData("dimensions")]
    [InlineData("metadata")]
    public void Memory_stays_a_small_multiple_of_a_file_that_is_all_header(string kind)
    {
        var header = new StringBuilder("{");
        const int count = 60_000;
        switch (kind)
        {
            case "tensors":
                header.AppendJoin(',', Enumerable.Range(0, count).Select(index => Entry($"{index:x}", "U8", "0", "0,0")));
                break;
            case "dimensions":
                header.Append(Entry("a", "U8", string.Join(',', Enumerable.Repeat("0", 20 * count)), "0,0"));
                break;
            default:
                header.Append("\"__metadata__\":{").AppendJoin(',', Enumerable.Range(0, count).Select(index => $"\"{index:x}\":\"{index:x}\"")).Append('}');
                break;
        }

        byte[] bytes = Make(header.Append('}').ToString());
        long before = GC.GetAllocatedBytesForCurrentThread();
        SafetensorsFile file = SafetensorsFile.Load(new MemoryStream(bytes));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= (kind == "metadata" ? 12L : 6L) * bytes.Length + (1 << 20), $"{allocated} bytes for a file of {bytes.Length}");
        Assert.Equal(kind == "tensors" ? count : kind == "dimensions" ? 1 : 0, file.Tensors.Count);
    }

    [Fact]
    public void A_large_file_takes_its_own_size_of_memory()
    {
        byte[] bytes = Make("{" + Entry("a", "U8", "4000000", "0,4000000") + "," + Entry("b", "U8", "4000000", "4000000,8000000") + "}", new byte[8_000_000]);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("m"), bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        SafetensorsFile file = SafetensorsFile.Load(folder.File("m"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 8_000_000, 8_200_000);
        Assert.Equal(folder.File("m"), file.Source);
        before = GC.GetAllocatedBytesForCurrentThread();
        SafetensorsFile.Parse(bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);
    }

    [Fact]
    public void A_file_that_is_not_there_is_no_format_error()
        => Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Load("/nowhere-to-be-found.safetensors"[1..]));

    [Fact]
    public void A_header_that_goes_wrong_early_makes_no_long_message()
    {
        byte[] file = RawFile.Make("{\"a\":tru" + new string('x', 50_000) + "}");
        string message = Assert.Throws<LstmFormatException>(() => SafetensorsFile.Parse(file)).Message;
        Assert.InRange(message.Length, 20, 1000);
        Assert.Contains("a word at byte ", message);
    }
}
