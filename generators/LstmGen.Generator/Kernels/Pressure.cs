using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;

namespace LstmGen.Generator.Kernels;

/// <summary>Vector registers that a method wants, counted on its typed form.</summary>
internal static class Pressure
{
    /// <summary>The most vectors that an innermost loop over products, whose sums continue, holds at a time: sums, loaded vectors and scalars.</summary>
    internal static int OfProducts(Method method) => Loops(method.Body).Select(Of).DefaultIfEmpty(0).Max();

    private static IEnumerable<Block> Loops(IEnumerable<Statement> body)
        => body.OfType<Block>().SelectMany(block =>
            IsLoop(block) && !Flat(block.Body).OfType<Block>().Any(IsLoop)
                ? ContinuesSums(block) ? [block] : []
                : Loops(block.Body));

    private static bool ContinuesSums(Block loop)
    {
        Statement[] body = [.. Flat(loop.Body)];
        return body.Any(statement => statement is Set { Of: ByLane or Apply { Op: Op.MultiplyAdd } } set && !body.Any(other => other is Let let && let.To == set.To));
    }

    private static bool IsLoop(Block block)
        => block.Header is { } header && (header.StartsWith("for", StringComparison.Ordinal) || header.StartsWith("while", StringComparison.Ordinal));

    private static int Of(Block loop)
    {
        Statement[] body = [.. Flat(loop.Body)];
        string[][] reads = [.. body.Select(statement => Read(statement).ToArray())];
        string?[] declared = [.. body.Select(statement => statement is Let let ? let.To.Name : null)];

        // Sums and constants: what comes from outside lives through every trip. The rest lives from its declaration to its last use.
        int outside = reads.SelectMany(each => each).Distinct().Count(name => !declared.Contains(name));
        return outside + Enumerable.Range(0, body.Length).Max(at => Enumerable.Range(0, at + 1).Count(from =>
            declared[from] is { } name && LastUse(name, from) > at));

        int LastUse(string name, int from)
        {
            int next = Enumerable.Range(from + 1, body.Length - from - 1).FirstOrDefault(at => declared[at] == name);
            return Enumerable.Range(from, (next == 0 ? body.Length : next) - from).Last(at => at == from || reads[at].Contains(name));
        }
    }

    private static IEnumerable<Statement> Flat(IEnumerable<Statement> body)
        => body.SelectMany(statement => statement is Block block ? Flat(block.Body).Prepend(statement) : [statement]);

    private static IEnumerable<string> Read(Statement statement) => statement switch
    {
        Let(_, var of, _, _) => Read(of),
        Set(var to, var of) => Read(of).Append(to.Name),
        Store(var of, _, _) => Read(of),
        _ => [],
    };

    private static IEnumerable<string> Read(Value value) => value switch
    {
        Local(var name) => [name],
        HalfOf(var of, _, _) => Read(of),
        Masked(var of, _, _) => Read(of),
        SwappedPairs(var of) => Read(of),
        Element(var of, _) => Read(of),
        ByLane(var vector, var scalars, _, var sum) => Read(vector).Concat(Read(scalars)).Concat(Read(sum)),
        Apply apply => apply.Of.SelectMany(Read),
        _ => [],
    };
}
