using System.Diagnostics;
using LstmGen.Generator.Specs;

namespace LstmGen.Nightly.Activations;

/// <summary>Measures every activation against what docs/activations.md promises.</summary>
internal static class ActivationsCommand
{
    internal static int Run(uint stride)
    {
        SelfCheck.Run();
        bool passes = Check(ActivationFunction.Sigmoid, Formulas.Sigmoid, sigmoid: true, ActivationKind.Accurate, stride);
        passes &= Check(ActivationFunction.Tanh, Formulas.Tanh, sigmoid: false, ActivationKind.Accurate, stride);
        passes &= Check(ActivationFunction.FastSigmoid, Formulas.FastSigmoid, sigmoid: true, ActivationKind.Fast, stride);
        passes &= Check(ActivationFunction.FastTanh, Formulas.FastTanh, sigmoid: false, ActivationKind.Fast, stride);
        Console.WriteLine(passes ? "All hold." : "FAILED.");
        return passes ? 0 : 1;
    }

    private static bool Check(ActivationFunction function, Func<float, float> formula, bool sigmoid, ActivationKind kind, uint stride)
    {
        GeneratedActivation[] generated = GeneratedActivation.All(sigmoid, kind);
        GeneratedActivation[] supported = Array.FindAll(generated, activation => activation.Supported);
        long start = Stopwatch.GetTimestamp();
        Sweep sweep = Sweep.Run(function, [new ScalarActivation("formulas", formula), .. supported], stride: stride);
        Console.WriteLine($"{function.Name}: {sweep.Errors} ({Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s){(sweep.Errors.Passes ? "" : " TOO LARGE")}");
        for (int i = 0; i < supported.Length; i++)
        {
            Console.WriteLine($"  {supported[i].Name}: {sweep.Differences[i + 1]}");
        }

        foreach (GeneratedActivation activation in generated.Except(supported))
        {
            Console.WriteLine($"  {activation.Name}: not on this processor");
        }

        return sweep.Passes;
    }
}
