using System.Collections.Immutable;
using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Specs;
using LstmGen.Generator.Weights;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LstmGen.Generator.Parsing;

/// <summary>LSTM011 to LSTM018 and LSTM024: weight files and references; LSTM005 where they give a class a member that it has.</summary>
internal static class WeightRules
{
    /// <summary>What is wrong with the weights of a model, at its attribute.</summary>
    internal static IEnumerable<DiagnosticInfo> AtModel(ModelWeights weights, ImmutableArray<ModelSite> sites)
    {
        ModelSite site = sites.First(each => each.Name.Name == weights.Model.Type.FullName);
        return weights.Faults.SelectMany(fault => fault.Kind == WeightFaultKind.MemberCollides
            ? site.Collisions
            : (IEnumerable<DiagnosticInfo>)[new(Descriptor(fault.Kind), site.Attribute, fault.Arguments)]);
    }

    /// <summary>A file without a model: there is no attribute, so it is reported at the project that names it.</summary>
    internal static DiagnosticInfo AtProject(AstrayWeights astray)
    {
        string given = astray.File.Model.Length == 0 ? "the item has no Model"
            : astray.Named == 0 ? $"Model=\"{astray.File.Model}\" names no class with [LstmModel]"
            : $"Model=\"{astray.File.Model}\" names {astray.Named} classes with [LstmModel]";
        string expected = astray.Expected.Count == 0 ? "a class with [LstmModel]" : string.Join(" or ", astray.Expected.Select(WeightTensor.Quote));
        return new(
            DiagnosticDescriptors.WeightsWithoutModel, new(astray.File.Project, default(TextSpan), default(LinePositionSpan)),
            new([astray.File.File, given, expected]));
    }

    private static DiagnosticDescriptor Descriptor(WeightFaultKind kind) => kind switch
    {
        WeightFaultKind.Unreadable => DiagnosticDescriptors.UnreadableWeights,
        WeightFaultKind.Missing => DiagnosticDescriptors.MissingTensor,
        WeightFaultKind.Unused => DiagnosticDescriptors.UnusedTensor,
        WeightFaultKind.WrongShape => DiagnosticDescriptors.TensorShape,
        WeightFaultKind.WrongDtype => DiagnosticDescriptors.TensorDtype,
        WeightFaultKind.SeveralFiles => DiagnosticDescriptors.SeveralWeights,
        WeightFaultKind.WrongReference => DiagnosticDescriptors.WrongReference,
        WeightFaultKind.OtherNetwork => DiagnosticDescriptors.OtherNetwork,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
