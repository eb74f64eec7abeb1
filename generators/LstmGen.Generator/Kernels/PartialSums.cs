using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels;

/// <summary>The rule for all horizontal sums: 16 partial sums by index mod 16, folded 8, 4, 2, 1.</summary>
internal static class PartialSums
{
    /// <summary>Statements that fold the partial sums, and the one sum.</summary>
    internal static IEnumerable<Statement> Fold(Value[] sums, int lanes, Func<Value, Statement> end)
    {
        int vectors = sums.Length;
        while (sums.Length > 1)
        {
            int half = sums.Length / 2;
            sums = [.. Enumerable.Range(0, half).Select(index => Add(sums[index], sums[index + half], lanes))];
        }

        var value = sums[0];
        if (vectors > 1)
        {
            yield return new Let(new("a"), value);
            value = new Local("a");
        }

        for (int left = lanes; left > 4; left /= 2)
        {
            var next = new Local(value == new Local("b") ? "d" : "b");
            yield return new Let(next, Add(new HalfOf(value, left), new HalfOf(value, left, Upper: true), left / 2));
            value = next;
        }

        var pairs = new Local("s");
        yield return new Let(pairs, Add(value, new SwappedPairs(value), 4));
        yield return end(Add(new Element(pairs, 0), new Element(pairs, 1), 1));
    }
}
