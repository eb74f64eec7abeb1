using System.Globalization;
using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Options;
using LstmGen.Generator.Specs;
using LstmGen.Kernels;
using Microsoft.CodeAnalysis;

namespace LstmGen.Generator.Parsing;

/// <summary>LSTM003, LSTM004, LSTM021 and LSTM022: the values of the attribute's arguments.</summary>
internal static class OptionRules
{
    /// <summary>Array.MaxLength less room to align: packed weights lie in one array.</summary>
    internal const long MaxPackedFloats = 0x7FFFFFC7 - 64;

    /// <summary>The arguments of one attribute, and how many weights all layers have together.</summary>
    internal static void Check(ModelSpec model, AttributeReader attribute, List<DiagnosticInfo> errors)
    {
        if (CheckArguments(model, attribute, errors))
        {
            CheckTotal(model, attribute, errors);
        }
    }

    /// <summary>The arguments of one attribute; whether all sizes are in range.</summary>
    internal static bool CheckArguments(ModelSpec model, AttributeReader attribute, List<DiagnosticInfo> errors)
    {
        bool fits = true;
        foreach (Option option in Option.All.Where(option => attribute.Takes(option.Argument)))
        {
            if (option.Fault(model) is { } fault)
            {
                fits &= fault.Kind != FaultKind.Size;
                errors.Add(DiagnosticInfo.At(attribute.LocationOf(option.Argument), Descriptor(fault.Kind), option.Argument, fault.Value, fault.Expected));
            }
        }

        return fits;
    }

    private static DiagnosticDescriptor Descriptor(FaultKind kind) => kind switch
    {
        FaultKind.Size => DiagnosticDescriptors.SizeOutOfRange,
        FaultKind.Choice => DiagnosticDescriptors.UndefinedOption,
        FaultKind.Number => DiagnosticDescriptors.NumberOutOfRange,
        _ => DiagnosticDescriptors.UnusedOption,
    };

    /// <summary>A state of batch 1 stays far below this for every shape in range; larger batches are checked where they are created.</summary>
    internal static void CheckTotal(ModelSpec model, AttributeReader attribute, List<DiagnosticInfo> errors)
    {
        long floats = Network.Of(model).Parts.Select(part => part.Part).Sum(Floats);
        if (floats > MaxPackedFloats)
        {
            errors.Add(DiagnosticInfo.At(
                attribute.Location, DiagnosticDescriptors.SizeOutOfRange,
                "the number of weights together", Number(floats), $"at most {Number(MaxPackedFloats)}, what one array holds,"));
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
