using System.Globalization;
using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Specs;
using Microsoft.CodeAnalysis;

namespace LstmGen.Generator.Parsing;

/// <summary>LSTM003 and LSTM004: the values of the attribute's arguments.</summary>
internal static class OptionRules
{
    internal const int MaxHidden = 4096;
    internal const int MaxLayers = 16;
    internal const int MaxInput = 65536;
    internal const int MaxOutput = 65536;

    /// <summary>Array.MaxLength less room to align: packed weights lie in one array.</summary>
    internal const long MaxPackedFloats = 0x7FFFFFC7 - 64;

    internal static void Check(AttributeReader attribute, List<DiagnosticInfo> errors)
    {
        int before = errors.Count;
        CheckSize("hidden", attribute.Hidden, 1, MaxHidden, attribute, errors);
        CheckSize("layers", attribute.Layers, 1, MaxLayers, attribute, errors);
        CheckSize("input", attribute.Input, 1, MaxInput, attribute, errors);
        CheckSize("output", attribute.Output, 0, MaxOutput, attribute, errors);
        if (errors.Count == before)
        {
            CheckTotal(attribute, errors);
        }

        CheckOption(AttributeReader.ActivationsName, attribute.Activations, typeof(ActivationKind), attribute, errors);
        CheckOption(AttributeReader.UnrollName, attribute.Unroll, typeof(UnrollKind), attribute, errors);
    }

    private static void CheckSize(string name, int value, int least, int most, AttributeReader attribute, List<DiagnosticInfo> errors)
    {
        if (value < least || value > most)
        {
            errors.Add(DiagnosticInfo.At(
                attribute.LocationOf(name), DiagnosticDescriptors.SizeOutOfRange, name, Number(value), $"{Number(least)} to {Number(most)}"));
        }
    }

    /// <summary>A state of batch 1 stays far below this for every shape in range; larger batches are checked where they are created.</summary>
    private static void CheckTotal(AttributeReader attribute, List<DiagnosticInfo> errors)
    {
        long units = Round16(attribute.Hidden);
        var cell = new CellSpec(attribute.Peepholes, attribute.CoupledGates);
        long floats = (cell.Gates * units * (attribute.Input + attribute.Hidden + 1))
            + ((attribute.Layers - 1) * cell.Gates * units * (attribute.Hidden + attribute.Hidden + 1))
            + (attribute.Layers * cell.PeepholeGates * units)
            + (Round16(attribute.Output) * (attribute.Hidden + 1));
        if (floats > MaxPackedFloats)
        {
            errors.Add(DiagnosticInfo.At(
                attribute.LocationOf(""), DiagnosticDescriptors.SizeOutOfRange,
                "the number of weights together", Number(floats), $"at most {Number(MaxPackedFloats)}, what one array holds,"));
        }
    }

    private static void CheckOption(string name, int value, Type kind, AttributeReader attribute, List<DiagnosticInfo> errors)
    {
        if (Enum.IsDefined(kind, value))
        {
            return;
        }

        INamedTypeSymbol symbol = attribute.EnumOf(name);
        IEnumerable<string> names = symbol.GetMembers().OfType<IFieldSymbol>().Select(field => $"{symbol.Name}.{field.Name}");
        errors.Add(DiagnosticInfo.At(
            attribute.LocationOf(name), DiagnosticDescriptors.UndefinedOption, name, Number(value), string.Join(", ", names)));
    }

    private static long Round16(int units) => (units + 15) & ~15;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
