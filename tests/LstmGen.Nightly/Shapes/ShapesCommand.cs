using System.Reflection;
using LstmGen.TestKit.Combinations;

namespace LstmGen.Nightly.Shapes;

/// <summary>Layers of every size up to 64 units and some larger ones, all else random, each generated, compiled and checked.</summary>
internal static class ShapesCommand
{
    private const int EverySizeTo = 64;
    private const int Larger = 8;
    private const int ModelsPerCompilation = 12;

    /// <summary>Gates of more than 1 let c grow from step to step, and its rounding errors with it.</summary>
    private static readonly LstmActivation[] s_gates = [LstmActivation.HardSigmoid, LstmActivation.HardSigmoidSixth];

    /// <summary>All that have no jump: at one, floats and the double reference would differ by its height.</summary>
    private static readonly LstmActivation[] s_others = [.. Enum.GetValues<LstmActivation>().Where(activation => activation != LstmActivation.ThresholdedRelu)];

    /// <summary>0 where all shapes pass, 1 where one fails.</summary>
    internal static int Run(ulong seed)
    {
        Console.WriteLine($"shapes --seed {seed}");
        var random = new SplitMix(seed);
        IEnumerable<int> larger = [.. Enumerable.Range(0, Larger).Select(_ => 65 + random.Below(448))];
        LstmShape[] shapes = [.. Enumerable.Range(1, EverySizeTo).Concat(larger).Select(hidden => Draw(hidden, random))];
        int failed = 0;
        foreach (LstmShape[] some in shapes.Chunk(ModelsPerCompilation))
        {
            foreach ((LstmShape shape, ModelCase model) in some.Zip(Compile(some)))
            {
                string? failure = null;
                ShapeCheck? check = null;
                try
                {
                    check = new ShapeCheck(model, shape, random);
                    failure = check.Run();
                }
                catch (Exception exception)
                {
                    failure = exception.ToString();
                }

                failed += failure == null ? 0 : 1;
                Console.WriteLine($"{Describe(shape)}, {check}: {(failure == null ? "passes" : $"FAILS: {failure}")}");
            }
        }

        Console.WriteLine($"{shapes.Length - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private static LstmShape Draw(int hidden, SplitMix random) => new(
        1 + random.Below(40), hidden, 1 + random.Below(3), random.Below(10), random.Below(2) == 0,
        random.Below(2) == 0 ? LstmActivations.Accurate : LstmActivations.Fast,
        new()
        {
            Peepholes = random.Below(3) == 0,
            CoupledGates = (LstmCoupledGates)Math.Max(0, random.Below(5) - 2),
            GateActivation = random.Below(2) == 0 ? LstmActivation.Sigmoid : s_gates[random.Below(s_gates.Length)],
            CandidateActivation = random.Below(2) == 0 ? LstmActivation.Tanh : s_others[random.Below(s_others.Length)],
            OutputActivation = random.Below(2) == 0 ? LstmActivation.Tanh : s_others[random.Below(s_others.Length)],
            Clip = random.Below(3) == 0 ? 0.25f + random.Below(4) : 0,
            CellClip = random.Below(3) == 0 ? 0.5f + random.Below(4) : 0,
        });

    private static IEnumerable<ModelCase> Compile(LstmShape[] shapes)
    {
        Assembly assembly = GeneratorHarness.Run(string.Join("\n", shapes.Select((shape, index) => DeclarationText.Class(
            $"Model{index}",
            [
                DeclarationText.Attribute(
                    "LstmModel",
                    [
                        $"{shape.Hidden}", $"{shape.Layers}", $"{shape.Input}", $"{shape.Output}",
                        .. DeclarationText.Recurrent(shape), .. DeclarationText.Whole(shape.Activations, LstmUnroll.Auto, shape.Outputs),
                    ]),
            ])))).Load();
        MethodInfo of = typeof(ModelCase).GetMethod(nameof(ModelCase.Of), BindingFlags.Static | BindingFlags.NonPublic)!;
        return shapes.Select((_, index) => (ModelCase)of.MakeGenericMethod(assembly.GetType($"Model{index}", throwOnError: true)!).Invoke(null, null)!);
    }

    private static string Describe(LstmShape shape)
        => $"{shape.Input} inputs, {shape.Layers} x {shape.Hidden} units, {shape.Output} outputs, {(shape.Bias ? "bias" : "no bias")}, {shape.Activations}, {shape.CellOptions}";
}
