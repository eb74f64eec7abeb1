using LstmGen.Generator.Kernels.Form;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels;

/// <summary>
/// A method that keeps vectors on the stack, called with the stack where none of them straddles cache lines. Compilers place such vectors at multiples of their size from where the stack was
/// before the call, and align that to 16 bytes alone: a step of 16 units took 103 or up to 207 ns, by chance of where the stack of a process begins.
/// </summary>
internal static class OnLines
{
    // Constants from which on some have no register.
    private const int Many = 8;

    // What every caller keeps the stack to.
    private const int Aligned = 16;

    /// <summary>Whether these constants are so many that some will be on the stack.</summary>
    internal static bool Has(IEnumerable<Statement> constants) => constants.Count() >= Many;

    /// <summary>A method that keeps vectors under its name, which looks at the stack and calls; the same with the stack moved; then its work. Others as they are.</summary>
    internal static IEnumerable<Method> Of(Method method)
    {
        if (method.VectorBytes <= Aligned)
        {
            return [method];
        }

        string work = $"{method.Name}OnLines", shifted = $"{method.Name}Shifted", excess = $"LstmCallStack.Excess{method.VectorBytes}()";
        Argument[] arguments = [.. method.Parameters.Select(Pass)];
        return
        [
            method with
            {
                Body =
                [
                    new Block($"if ({excess} != 0)", [new Call(shifted, arguments), new Integers("return;")]),
                    Blank,
                    new Call(work, arguments),
                    new Integers("LstmCallStack.Stay();"),
                ],
            },
            new("", shifted, method.Parameters, [new Integers($"global::System.Span<byte> shift = stackalloc byte[{excess}];"), new Call(work, arguments), new Integers("LstmCallStack.Stay(shift);")]),
            new("", work, method.Parameters, method.Body),
        ];
    }

    private static Argument Pass(string parameter)
    {
        string name = parameter.Substring(parameter.LastIndexOf(' ') + 1);
        return parameter.StartsWith("ref ", StringComparison.Ordinal) ? At(name) : (Argument)name;
    }
}
