using System.Text;

namespace LstmGen.Formats;

/// <summary>Files that are often taken for safetensors files, known by their first bytes.</summary>
/// <remarks>LstmGen.Build compiles this file too, so that a build says what a program would: hence arrays and no newer C#.</remarks>
internal static class ForeignFormat
{
    /// <summary>Bytes from a file's start that are enough to tell.</summary>
    internal const int Bytes = 512;

    private const string Torch = "in Python, safetensors.torch.save_file(torch.load(path, map_location=\"cpu\"), \"model.safetensors\") writes the tensors of a state_dict";
    private const string Keras = "in Python, [w.numpy() for w in layer.weights] gives kernel, recurrent_kernel and bias: transpose both kernels to make weight_ih_l0 and weight_hh_l0, "
        + "and write them with safetensors.numpy.save_file";
    private const string Onnx = "in Python, onnx.numpy_helper.to_array gives its initializers: W and R have the gates in the order i, o, f, c; put them in the order i, f, c, o "
        + "and write them with safetensors.numpy.save_file";
    private const string Numpy = "in Python, safetensors.numpy.save_file({name: array}, \"model.safetensors\") writes arrays";

    /// <summary>What a file is that starts so, and what to do, such as <c>this is an HDF5 file; in Python, ...</c>; null where it is not known.</summary>
    /// <param name="start">The first bytes.</param>
    /// <param name="count">How many there are; fewer than <see cref="Bytes"/> only where the file ends.</param>
    internal static string? Describe(byte[] start, int count)
    {
        if (count == 0)
        {
            return "the file is empty";
        }

        if (count > 8 && start[8] == (byte)'{' && (start[4] | start[5] | start[6] | start[7]) == 0)
        {
            return null; // a length and JSON: a safetensors file that is wrong or cut off
        }

        bool Has(string letters, int at = 0) => HasBytes(start, count, at, Encoding.ASCII.GetBytes(letters));
        bool Begins(params byte[] bytes) => HasBytes(start, count, 0, bytes);
        return Has("PK\u0003\u0004") ? Zip(start, count)
            : Begins(0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46) ? $"this is a file of torch.save before PyTorch 1.6; {Torch}"
            : Begins(0x80) && count > 1 && start[1] < 6 ? $"this is a pickle of Python; if PyTorch wrote it, {Torch}"
            : Begins(0x89, (byte)'H', (byte)'D', (byte)'F') ? $"this is an HDF5 file; if Keras wrote it, load it there; {Keras}"
            : Has("TFL3", 4) ? "this is a TensorFlow Lite model; save the weights of the network it was converted from"
            : Begins(0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y') ? $"this is an array of NumPy (npy); {Numpy}"
            : Has("GGUF") ? "this is a GGUF file; save the weights of the network it was converted from"
            : Begins(0x1F, 0x8B) ? "this is compressed by gzip; unpack it first"
            : Begins(0x28, 0xB5, 0x2F, 0xFD) ? "this is compressed by zstd; unpack it first"
            : Begins(0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z') ? "this is compressed by xz; unpack it first"
            : Has("BZh") ? "this is compressed by bzip2; unpack it first"
            : Begins((byte)'7', (byte)'z', 0xBC, 0xAF) ? "this is a 7z archive; unpack it first"
            : Has("ustar", 257) ? "this is a tar archive; unpack it first"
            : IsOnnx(start, count) ? $"this is an ONNX model; {Onnx}"
            : Begins(0xEF, 0xBB, 0xBF) ? Text(Encoding.ASCII.GetString(start, 3, count - 3)) // after a byte order mark
            : Text(Encoding.ASCII.GetString(start, 0, count));
    }

    private static string Zip(byte[] start, int count)
    {
        const int Header = 30;
        int length = count < Header ? 0 : Math.Min(count - Header, start[26] + (256 * start[27])); // of the first name inside
        string name = length == 0 ? "" : Encoding.ASCII.GetString(start, Header, length);
        bool Ends(string ending) => name.EndsWith(ending, StringComparison.Ordinal);
        return Ends("/data.pkl") || Ends("/version") || Ends("/constants.pkl") || Ends(".py") ? $"this is a file of PyTorch's torch.save (a zip archive); {Torch}"
            : name is "metadata.json" or "config.json" or "model.weights.h5" ? $"this is a file of Keras (a zip archive); load it there; {Keras}"
            : Ends(".npy") ? $"this is an archive of NumPy (npz); {Numpy}"
            : "this is a zip archive; unpack it first";
    }

    private static string? Text(string text)
    {
        text = text.TrimStart();
        bool Starts(string word) => text.StartsWith(word, StringComparison.OrdinalIgnoreCase);
        return Starts("version https://git-lfs") ? "this is a pointer of Git LFS, not the file it points to; git lfs pull fetches that"
            : Starts("<!doctype html") || Starts("<html") ? "this is a web page (HTML), perhaps one that asks to sign in; download the file itself"
            : Starts("<?xml") ? "this is XML"
            : Starts("{") || Starts("[") ? "this is JSON without the length before it; if it is an index of several files, load those"
            : null;
    }

    // The first fields of a ModelProto: the version of the format, then the name or version of the program, or the graph.
    private static bool IsOnnx(byte[] start, int count)
        => count > 4 && start[0] == 8 && start[1] is > 0 and < 32 && start[2] is 0x12 or 0x1A or 0x3A or 0x42;

    private static bool HasBytes(byte[] start, int count, int at, byte[] bytes)
    {
        bool same = count >= at + bytes.Length;
        for (int index = 0; same && index < bytes.Length; index++)
        {
            same = start[at + index] == bytes[index];
        }

        return same;
    }
}
