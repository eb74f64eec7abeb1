using System.Text;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

/// <summary>Texts of model files with something changed, and the one message that comes of it.</summary>
internal static class Damage
{
    /// <summary>The message for a text in which something stands for something else, which is there once.</summary>
    internal static string Message(string text, string from, string to, string name)
    {
        Assert.Equal(1, (text.Length - text.Replace(from, "", StringComparison.Ordinal).Length) / from.Length);
        return Message(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)), name);
    }

    internal static string Message(byte[] content, string name)
    {
        var error = Assert.Throws<LstmFormatException>(() => LstmModelFile.Read(content, name));
        Assert.StartsWith(name + ": ", error.Message, StringComparison.Ordinal);
        return error.Message[(name.Length + 2)..];
    }

    /// <summary>
    /// Bytes changed one by one, and the end cut off anywhere: a model or one message, and nothing else.
    /// </summary>
    internal static void SurvivesAnything(byte[] content, string name)
    {
        var random = new Random(1);
        for (int length = 0; length < content.Length; length += Math.Max(1, content.Length / 300))
        {
            Read(content[..length], name);
        }

        for (int trial = 0; trial < 3000; trial++)
        {
            byte[] changed = [.. content];
            for (int count = random.Next(1, 4); count > 0; count--)
            {
                changed[random.Next(changed.Length)] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)"{}[]\",:0-9e."[random.Next(12)], _ => 0xFF };
            }

            Read(changed, name);
        }

        static void Read(byte[] content, string name)
        {
            try
            {
                LstmModelFile.Read(content, name);
            }
            catch (LstmFormatException)
            {
            }
        }
    }
}
