using System.IO.Compression;
using System.Text;

namespace LstmGen.TestKit.Files;

/// <summary>The start of files of other formats, as their programs write them.</summary>
internal static class ForeignFiles
{
    /// <summary>Each kind, and a word that a message about it has.</summary>
    internal static TheoryData<string, string> Kinds => new()
    {
        { "torch.save", "PyTorch" },
        { "torch.save before 1.6", "PyTorch" },
        { "TorchScript", "PyTorch" },
        { "Keras 3", "Keras" },
        { "HDF5", "HDF5" },
        { "npz", "NumPy" },
        { "npy", "NumPy" },
        { "zip", "zip" },
        { "gzip", "gzip" },
        { "ONNX", "ONNX" },
        { "TFLite", "TensorFlow Lite" },
        { "GGUF", "GGUF" },
        { "Git LFS", "git lfs pull" },
        { "HTML", "web page" },
        { "XML", "XML" },
        { "JSON", "JSON" },
        { "JSON list", "JSON" },
        { "empty", "the file is empty" },
    };

    internal static byte[] Of(string kind) => kind switch
    {
        "torch.save" => Zip("model/data.pkl", "model/byteorder", "model/data/0"),
        "torch.save before 1.6" => [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E, .. new byte[80]],
        "TorchScript" => Zip("model/code/__torch__.py", "model/data.pkl"),
        "Keras 3" => Zip("metadata.json", "config.json", "model.weights.h5"),
        "HDF5" => [0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 0x1A, 10, .. new byte[80]],
        "npz" => Zip("weight_ih_l0.npy", "weight_hh_l0.npy"),
        "npy" => [0x93, .. "NUMPY"u8, 1, 0, 0x76, 0, .. "{'descr': '<f4'"u8, .. new byte[80]],
        "zip" => Zip("readme.txt"),
        "gzip" => Gzip(),
        "ONNX" => [8, 7, 0x12, 7, .. "pytorch"u8, 0x1A, 6, .. "1.13.0"u8, 0x3A, 0xFF, 1, .. new byte[80]],
        "TFLite" => [0x1C, 0, 0, 0, .. "TFL3"u8, .. new byte[80]],
        "GGUF" => [.. "GGUF"u8, 3, 0, 0, 0, .. new byte[80]],
        "Git LFS" => [.. "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"u8],
        "HTML" => [.. "\n<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>"u8],
        "XML" => [.. "<?xml version=\"1.0\"?><net name=\"lstm\"/>"u8],
        "JSON" => [.. "{\"metadata\": {\"total_size\": 20}, \"weight_map\": {}}"u8],
        "JSON list" => [.. "[[0.5, 0.25], [1, 2]]"u8],
        "empty" => [],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static byte[] Zip(params string[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string entry in entries)
            {
                using Stream content = zip.CreateEntry(entry, CompressionLevel.NoCompression).Open();
                content.Write(Encoding.UTF8.GetBytes("contents of " + entry));
            }
        }

        return stream.ToArray();
    }

    private static byte[] Gzip()
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(new byte[1000]);
        }

        return stream.ToArray();
    }
}
