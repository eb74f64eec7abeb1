using System.Collections.Immutable;
using System.Text;
using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Emission;
using LstmGen.Generator.Emission.Training;
using LstmGen.Generator.Parsing;
using LstmGen.Generator.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LstmGen.Generator;

/// <summary>
/// Gives every class marked with <c>[LstmModel]</c> its kernels. One output per model, per distinct layer and per distinct
/// head: models whose layers have equal shapes share them, and an edit re-runs only the outputs whose values it changes.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class LstmModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ParsedModel> parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                ModelParser.AttributeName,
                static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax,
                ModelParser.Parse)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(TrackingNames.Parsed);

        IncrementalValuesProvider<ParsedModel> verified = parsed
            .Select(static (model, _) => BudgetRules.Check(model))
            .WithTrackingName(TrackingNames.Checked);

        IncrementalValuesProvider<DiagnosticInfo> diagnostics = verified
            .SelectMany(static (model, _) => model.Diagnostics)
            .WithTrackingName(TrackingNames.Diagnostics);

        IncrementalValuesProvider<ModelSpec> models = verified
            .Where(static model => model.Spec is not null)
            .Select(static (model, _) => model.Spec!)
            .WithTrackingName(TrackingNames.Models);

        IncrementalValueProvider<ImmutableArray<ModelSpec>> all = models.Collect();

        IncrementalValuesProvider<ModelSpec> named = models
            .Combine(all.Select(static (specs, _) => HintNames.Ambiguous(specs)))
            .Select(static (pair, _) => HintNames.Resolve(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.NamedModels);

        IncrementalValuesProvider<LayerSpec> layers = all
            .SelectMany(static (specs, _) => SharedParts.Layers(specs))
            .WithTrackingName(TrackingNames.Layers);

        IncrementalValuesProvider<HeadSpec> heads = all
            .SelectMany(static (specs, _) => SharedParts.Heads(specs))
            .WithTrackingName(TrackingNames.Heads);

        context.RegisterSourceOutput(diagnostics, static (output, info) => output.ReportDiagnostic(info.ToDiagnostic()));
        context.RegisterSourceOutput(named, static (output, spec) => Add(output, ModelEmitter.EmitModel(spec)));
        context.RegisterSourceOutput(layers, static (output, spec) => Add(output, [.. LayerEmitter.EmitLayer(spec), .. TrainingEmitter.EmitLayer(spec)]));
        context.RegisterSourceOutput(heads, static (output, spec) => Add(output, [.. HeadEmitter.EmitHead(spec), .. HeadTraining.EmitHead(spec)]));
    }

    private static void Add(SourceProductionContext output, IEnumerable<GeneratedFile> files)
    {
        foreach (GeneratedFile file in files)
        {
            output.CancellationToken.ThrowIfCancellationRequested();
            output.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8));
        }
    }
}
