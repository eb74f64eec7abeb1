using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Options;
using LstmGen.Generator.Specs;
using Microsoft.CodeAnalysis;

namespace LstmGen.Generator.Parsing;

/// <summary>LSTM003, LSTM004 and LSTM020 to LSTM023: what is wrong with attributes, said where it is written.</summary>
internal static class OptionRules
{
    /// <summary>The model with every argument's value.</summary>
    internal static ModelSpec Apply(ModelSpec model, AttributeReader attribute, List<DiagnosticInfo> errors, params string[] others)
    {
        var faults = new List<ArgumentFault>();
        ModelSpec applied = attribute.Apply(model, faults, others);
        errors.AddRange(faults.Select(Diagnostic));
        return applied;
    }

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
        var faults = new List<ArgumentFault>();
        bool fits = attribute.Check(model, faults);
        errors.AddRange(faults.Select(Diagnostic));
        return fits;
    }

    /// <summary>How many weights all layers have together.</summary>
    internal static void CheckTotal(ModelSpec model, AttributeReader attribute, List<DiagnosticInfo> errors)
    {
        var faults = new List<ArgumentFault>();
        attribute.CheckTotal(model, faults);
        errors.AddRange(faults.Select(Diagnostic));
    }

    /// <summary>A fault at the argument, or at the attribute where it is of all of it.</summary>
    internal static DiagnosticInfo Diagnostic(ArgumentFault fault)
    {
        var reader = (AttributeReader)fault.Of;
        return DiagnosticInfo.At(fault.Argument is null ? reader.Location : reader.LocationOf(fault.Argument), Descriptor(fault.Kind), fault.Texts);
    }

    private static DiagnosticDescriptor Descriptor(FaultKind kind) => kind switch
    {
        FaultKind.Size => DiagnosticDescriptors.SizeOutOfRange,
        FaultKind.Choice => DiagnosticDescriptors.UndefinedOption,
        FaultKind.Number => DiagnosticDescriptors.NumberOutOfRange,
        FaultKind.Unused => DiagnosticDescriptors.UnusedOption,
        FaultKind.Unknown => DiagnosticDescriptors.UnknownArgument,
        _ => DiagnosticDescriptors.WrongNetwork,
    };
}
