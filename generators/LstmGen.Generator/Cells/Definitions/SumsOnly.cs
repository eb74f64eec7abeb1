using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>No cell: the sums of a layer as they stand, each of all units side by side, for a cell that takes them by rows.</summary>
internal sealed record SumsOnly(int Count) : Cell
{
    internal override EquatableArray<string> States => new(["sums"]);

    internal override EquatableArray<string> Sums => new([.. Enumerable.Range(0, Count).Select(sum => $"s{(char)('a' + sum)}")]);

    internal override EquatableArray<string> Vectors => new([]);

    protected override Node[] Equations(Equations e) => [.. Sums.Select(sum => e.Keep(sum, e.Sum(sum))).ToArray().Take(1)];
}
