using System.Reflection;

namespace LstmGen.Conformance.Compiled;

/// <summary>
/// Every method of every compiled model against the limits past which the JIT inlines less, keeps locals in memory and at last stops optimising:
/// those of the generator's Budget, which refuses what would leave them.
/// </summary>
public sealed class BudgetTests(ITestOutputHelper output)
{
    private const int IlBytes = 30_000;
    private const int Locals = 400;

    [Fact]
    public void EveryGeneratedMethodIsInsideTheBudget()
    {
        const BindingFlags Declared = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        (string Name, int Il, int Locals)[] methods =
        [
            .. from type in typeof(ModelCases).Assembly.GetTypes()
               from method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared))
               let body = method.GetMethodBody()
               where body is not null
               select ($"{type}.{method}", body.GetILAsByteArray()!.Length, body.LocalVariables.Count),
        ];
        output.WriteLine($"{methods.Length} methods; largest: {methods.Max(method => method.Il)} bytes of IL, {methods.Max(method => method.Locals)} locals");
        Assert.True(methods.Length > 1_000, $"{methods.Length} methods");
        Assert.All(methods, method =>
        {
            Assert.True(method.Il <= IlBytes, $"{method.Name} has {method.Il} bytes of IL");
            Assert.True(method.Locals <= Locals, $"{method.Name} has {method.Locals} locals");
        });
    }
}
