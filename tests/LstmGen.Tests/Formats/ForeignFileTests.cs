using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

/// <summary>What is often taken for a weight file and is none: the message says what it is and how its weights become one.</summary>
public sealed class ForeignFileTests
{
    public static TheoryData<string, string> Kinds => ForeignFiles.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_of_another_format_is_called_by_its_name(string kind, string word)
    {
        byte[] bytes = ForeignFiles.Of(kind);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("m"), bytes);
        (string Source, Action Read)[] ways =
        [
            (folder.File("m"), () => SafetensorsFile.Load(folder.File("m"))),
            ("stream", () => SafetensorsFile.Load(new MemoryStream(bytes))),
            ("stream", () => SafetensorsFile.Load(new UnseekableStream(bytes, 3))),
            ("bytes", () => SafetensorsFile.Parse(bytes)),
            (folder.File("m"), () => LstmWeights.Load(folder.File("m"))),
        ];
        foreach ((string source, Action read) in ways)
        {
            string message = Assert.Throws<LstmFormatException>(read).Message;
            Assert.StartsWith(source + ": ", message, StringComparison.Ordinal);
            Assert.Contains(word, message, StringComparison.Ordinal);
            Assert.EndsWith("; a safetensors file was expected.", message, StringComparison.Ordinal);
            Assert.DoesNotContain("header's length", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Files_of_real_programs_are_known()
    {
        string shared = Path.GetFullPath(Path.Combine(ProjectDirectory, "..", "..", "..", "shared", "models"));
        Assert.SkipUnless(Directory.Exists(shared), "the shared models are not beside this checkout");
        foreach ((string ending, string word) in new[] { ("onnx", "ONNX"), ("tflite", "TensorFlow Lite") })
        {
            string[] files = Directory.GetFiles(shared, "*." + ending, SearchOption.AllDirectories);
            Assert.NotEmpty(files);
            Assert.All(files, file => Assert.Contains(word, Assert.Throws<LstmFormatException>(() => SafetensorsFile.Load(file)).Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        using var folder = new TemporaryFolder();
        foreach (Action load in new Action[] { () => SafetensorsFile.Load(folder.Path), () => LstmWeights.Load(folder.Path) })
        {
            string message = Assert.ThrowsAny<IOException>(load).Message;
            Assert.Equal($"{folder.Path}: this is a folder; a file was expected.", message);
        }
    }

    private static string ProjectDirectory
        => ((System.Reflection.AssemblyMetadataAttribute)typeof(ForeignFileTests).Assembly
            .GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
            .Single(attribute => ((System.Reflection.AssemblyMetadataAttribute)attribute).Key == "ProjectDirectory")).Value!;
}
