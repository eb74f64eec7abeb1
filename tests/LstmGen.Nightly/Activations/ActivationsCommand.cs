extern alias generator;

using System.Diagnostics;
using generator::LstmGen.Generator.Cells;
using generator::LstmGen.Generator.Specs;

namespace LstmGen.Nightly.Activations;

/// <summary>Measures every activation against what docs/activations.md promises.</summary>
internal static class ActivationsCommand
{
    internal static int Run(uint stride)
    {
        SelfCheck.Run();
        bool passes = Check(ActivationFunction.Sigmoid, Formulas.Sigmoid, Activation.Sigmoid, ActivationKind.Accurate, stride);
        passes &= Check(ActivationFunction.Tanh, Formulas.Tanh, Activation.Tanh, ActivationKind.Accurate, stride);
        passes &= Check(ActivationFunction.FastSigmoid, Formulas.FastSigmoid, Activation.Sigmoid, ActivationKind.Fast, stride);
        passes &= Check(ActivationFunction.FastTanh, Formulas.FastTanh, Activation.Tanh, ActivationKind.Fast, stride);
        passes &= Check(ActivationFunction.Elu, Formulas.Elu, new Elu(1), ActivationKind.Accurate, stride);
        passes &= Check(ActivationFunction.Softplus, Formulas.Softplus, new Softplus(), ActivationKind.Accurate, stride);
        passes &= Check(ActivationFunction.Softsign, Formulas.Softsign, new Softsign(), ActivationKind.Accurate, stride);
        passes &= Check(ActivationFunction.Gelu, Formulas.Gelu, new Gelu(), ActivationKind.Accurate, stride);
        passes &= Check(ActivationFunction.GeluTanh, Formulas.GeluTanh, new GeluTanh(), ActivationKind.Accurate, stride);
        Console.WriteLine(passes ? "All hold." : "FAILED.");
        return passes ? 0 : 1;
    }

    private static bool Check(ActivationFunction function, Func<float, float> formula, Activation activation, ActivationKind kind, uint stride)
    {
        GeneratedActivation[] generated = GeneratedActivation.All(activation, kind);
        GeneratedActivation[] supported = Array.FindAll(generated, each => each.Supported);
        long start = Stopwatch.GetTimestamp();
        Sweep sweep = Sweep.Run(function, [new ScalarActivation("formulas", formula), .. supported], stride: stride);
        Console.WriteLine($"{function.Name}: {sweep.Errors} ({Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s){(sweep.Errors.Passes ? "" : " TOO LARGE")}");
        for (int i = 0; i < supported.Length; i++)
        {
            Console.WriteLine($"  {supported[i].Name}: {sweep.Differences[i + 1]}");
        }

        foreach (GeneratedActivation missing in generated.Except(supported))
        {
            Console.WriteLine($"  {missing.Name}: not on this processor");
        }

        return sweep.Passes;
    }
}
