using System.Globalization;
using LstmGen.Generator.Diagnostics;
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

    internal static void Check(ModelSpec model, AttributeReader attribute, List<DiagnosticInfo> errors)
    {
        bool fits = true;
        foreach (Option option in Option.All)
        {
            if (option.Fault(model) is { } fault)
            {
                fits &= fault.Kind != FaultKind.Size;
                errors.Add(DiagnosticInfo.At(attribute.LocationOf(option.Argument), Descriptor(fault.Kind), option.Argument, fault.Value, fault.Expected));
            }
        }

        if (fits)
        {
            CheckTotal(model, attribute, errors);
        }
    }

    private static DiagnosticDescriptor Descriptor(FaultKind kind) => kind switch
    {
        FaultKind.Size => DiagnosticDescriptors.SizeOutOfRange,
        FaultKind.Choice => DiagnosticDescriptors.UndefinedOption,
        FaultKind.Number => DiagnosticDescriptors.NumberOutOfRange,
        _ => DiagnosticDescriptors.UnusedOption,
    };

    /// <summary>A state of batch 1 stays far below this for every shape in range; larger batches are checked where they are created.</summary>
    private static void CheckTotal(ModelSpec model, AttributeReader attribute, List<DiagnosticInfo> errors)
    {
        long units = RowLayout.Stride(model.Hidden);
        LstmCellLayout cell = model.Cell.Layout;
        long floats = (cell.Sums * units * (model.Input + model.Hidden + 1))
            + ((model.Layers - 1) * cell.Sums * units * (model.Hidden + model.Hidden + 1))
            + (model.Layers * cell.Vectors.Length * units)
            + (RowLayout.Stride(model.Output) * (model.Hidden + 1));
        if (floats > MaxPackedFloats)
        {
            errors.Add(DiagnosticInfo.At(
                attribute.Location, DiagnosticDescriptors.SizeOutOfRange,
                "the number of weights together", Number(floats), $"at most {Number(MaxPackedFloats)}, what one array holds,"));
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
