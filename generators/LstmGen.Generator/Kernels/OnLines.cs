using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels;

/// <summary>
/// A method that keeps vectors on the stack, called with the stack where none of them straddles cache lines. Compilers place such vectors at multiples of their size from where the stack was
/// before the call, and align that to 16 bytes alone: a step of 16 units took 103 or up to 207 ns, by chance of where the stack of a process begins.
/// </summary>
internal static class OnLines
{
    // What every caller keeps to.
    private const int Aligned = 16;

    // Constants from which on some have no register.
    private const int Many = 8;

    /// <summary>Whether these constants are so many that some will be on the stack.</summary>
    internal static bool Has(IEnumerable<Statement> constants) => constants.Count() >= Many;

    /// <summary>Methods, those among them that keep vectors called so.</summary>
    internal static IEnumerable<Method> In(IEnumerable<Method> methods, Machine machine)
        => methods.SelectMany(method => method.KeepsVectors ? Of(method, machine) : [method]);

    /// <summary>The method under its name, which looks at the stack and calls; the same with the stack moved; then its work.</summary>
    private static IEnumerable<Method> Of(Method method, Machine machine)
    {
        int bytes = machine.Lanes * sizeof(float);
        if (bytes <= Aligned)
        {
            return [method];
        }

        string work = $"{method.Name}OnLines", shifted = $"{method.Name}Shifted", excess = $"LstmStack.Excess{bytes}()";
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
                    new Integers("LstmStack.Stay();"),
                ],
            },
            new("", shifted, method.Parameters, [new Integers($"Span<byte> shift = stackalloc byte[{excess}];"), new Call(work, arguments), new Integers("LstmStack.Stay(shift);")]),
            new("", work, method.Parameters, method.Body),
        ];
    }

    private static Argument Pass(string parameter)
    {
        string name = parameter.Substring(parameter.LastIndexOf(' ') + 1);
        return parameter.StartsWith("ref ", StringComparison.Ordinal) ? At(name) : (Argument)name;
    }
}
