using System.Globalization;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;
using LstmGen.Kernels;

namespace LstmGen.Generator.Options;

/// <summary>What the arguments of one attribute make of a model, and what is wrong with them.</summary>
internal static class ArgumentRules
{
    /// <summary>Array.MaxLength less room to align: packed weights lie in one array.</summary>
    internal const long MaxPackedFloats = 0x7FFFFFC7 - 64;

    /// <summary>The value of an argument; null where it is left to its default, or no single value.</summary>
    internal static object? Value(this IArguments arguments, string name)
        => arguments.All.Where(argument => argument.Name == name).Select(argument => argument.Value).FirstOrDefault();

    /// <summary>The model with every argument's value; a fault for arguments that no option is, but for some that are read apart from these.</summary>
    internal static ModelSpec Apply(this IArguments arguments, ModelSpec model, List<ArgumentFault> faults, params string[] others)
    {
        foreach ((string name, object? value) in arguments.All.Where(argument => !others.Contains(argument.Name)))
        {
            if (Option.All.FirstOrDefault(option => option.Argument == name)?.With(model, value) is { } changed)
            {
                model = changed;
            }
            else
            {
                faults.Add(new(arguments, name, FaultKind.Unknown, name));
            }
        }

        return model;
    }

    /// <summary>The values of the arguments of one attribute; whether all sizes are in range.</summary>
    internal static bool Check(this IArguments arguments, ModelSpec model, List<ArgumentFault> faults)
    {
        bool fits = true;
        foreach (Option option in Option.All.Where(option => arguments.Takes(option.Argument)))
        {
            if (option.Fault(model) is { } fault)
            {
                fits &= fault.Kind != FaultKind.Size;
                faults.Add(new(arguments, option.Argument, fault.Kind, option.Argument, fault.Value, fault.Expected));
            }
        }

        return fits;
    }

    /// <summary>How many weights all layers have together. A state of batch 1 stays far below this for every shape in range; larger batches are checked where they are created.</summary>
    internal static void CheckTotal(this IArguments arguments, ModelSpec model, List<ArgumentFault> faults)
    {
        long floats = Network.Of(model).Parts.Select(part => part.Part).Sum(Floats);
        if (floats > MaxPackedFloats)
        {
            faults.Add(new(arguments, null, FaultKind.Size, "the number of weights together", Number(floats), $"at most {Number(MaxPackedFloats)}, what one array holds,"));
        }
    }

    /// <summary>Floats of the packed weights of a part, padding counted.</summary>
    private static long Floats(LstmPart part)
    {
        long units = RowLayout.Stride(part.Units);
        return (units * ((part.Cell.Sums * ((long)part.Features + part.Recurrence + (part.Cell.TakesRows ? 3 : 1))) + part.Cell.VectorRows.Sum())) + (part.Projects ? (long)RowLayout.Stride(part.Outputs) * (part.Units + 1) : 0);
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
