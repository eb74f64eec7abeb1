using LstmGen.Generator.Kernels.Form;

namespace LstmGen.Generator.Kernels;

/// <summary>Vector registers that a method wants, counted on its typed form.</summary>
internal static class Pressure
{
    /// <summary>The most vectors that an innermost loop over products, whose sums continue, holds at a time: sums, loaded vectors and scalars.</summary>
    internal static int OfProducts(Method method) => Innermost(method.Body).Select(loop => Walk.Flat(loop.Body).ToArray()).Where(ContinuesSums).Select(Of).DefaultIfEmpty(0).Max();

    private static IEnumerable<Block> Innermost(IEnumerable<Statement> body)
        => body.OfType<Block>().SelectMany(block => IsLoop(block) && !Walk.Flat(block.Body).OfType<Block>().Any(IsLoop) ? [block] : Innermost(block.Body));

    private static bool IsLoop(Block block)
        => block.Header is { } header && (header.StartsWith("for", StringComparison.Ordinal) || header.StartsWith("while", StringComparison.Ordinal));

    private static bool ContinuesSums(Statement[] body)
        => body.Any(statement => Walk.IsProduct(statement) && !body.Any(other => other is Let let && let.To == ((Set)statement).To));

    private static int Of(Statement[] body)
    {
        HashSet<string>[] uses = [.. body.Select(statement => new HashSet<string>(Walk.Computed(statement) is { } value ? Walk.Locals(value) : []))];
        string?[] declared = [.. body.Select(statement => statement is Let let ? let.To.Name : null)];

        // What comes from outside lives through every trip. The rest lives from its declaration to its last use.
        int outside = uses.SelectMany(each => each).Distinct().Count(name => !declared.Contains(name));
        int[] last = [.. Enumerable.Range(0, body.Length).Select(LastUse)];
        return outside + Enumerable.Range(0, body.Length).Max(at => Enumerable.Range(0, at + 1).Count(from => last[from] > at));

        int LastUse(int from)
        {
            int end = from + 1;
            int use = from;
            for (; declared[from] is { } name && end < body.Length && declared[end] != name; end++)
            {
                use = uses[end].Contains(name) ? end : use;
            }

            return use;
        }
    }
}
