using LstmGen.Nightly.Fuzz;

namespace LstmGen.Samples.Tests.Fuzz;

/// <summary>A reader with one fault: at files that hold a certain byte it does what it may not.</summary>
internal sealed class PlantedTarget(Action fault) : FuzzTarget
{
    internal const byte Trigger = 200;

    internal override string Name => "planted";

    internal override IReadOnlyList<byte[]> Corpus { get; } = [[1, 2, 3, 4, 5, 6, 7, 8], [9, 8, 7]];

    internal override IReadOnlyList<byte[]> Tokens { get; } = [[0], [1, 1]];

    internal override bool Refuses(Exception exception) => exception is InputException;

    internal override void Read(byte[] file, SplitMix random)
    {
        if (file.Contains(Trigger))
        {
            fault();
        }

        if (file.Length == 0)
        {
            throw new InputException("planted: the file is empty.");
        }
    }
}
