using LstmGen.Formats;

namespace LstmGen.Samples;

/// <summary>Looks for tensors of a weight file that a program has not read: they belong to a network that does more.</summary>
internal static class LeftOver
{
    /// <exception cref="LstmFormatException">A tensor is none of these.</exception>
    public static void Refuse(SafetensorsFile file, Func<string, bool> isRead)
    {
        if (file.Tensors.FirstOrDefault(tensor => !isRead(tensor.Name)) is { } left)
        {
            throw new LstmFormatException($"{file.Source}: tensor '{left.Name}' is none of this network's; it would have no effect.");
        }
    }
}
