using System.Collections.Immutable;
using System.Text;
using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Emission;
using LstmGen.Generator.Emission.LowLatency;
using LstmGen.Generator.Emission.Training;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Options;
using LstmGen.Generator.Parsing;
using LstmGen.Generator.Pipeline;
using LstmGen.Generator.Specs;
using LstmGen.Generator.Weights;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LstmGen.Generator;

/// <summary>
/// Gives every class marked with <c>[LstmModel]</c> or <c>[LstmNetwork]</c> its kernels. One output per model, per distinct network, layer and
/// head: models of equal shapes share them, and an edit re-runs only the outputs whose values it changes.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class LstmModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<AnnotatedClass> annotated = Annotated(context, ModelParser.AttributeName).Collect()
            .Combine(Annotated(context, ModelParser.NetworkName).Collect())
            .SelectMany(static (each, _) => each.Left.AddRange(each.Right.Where(network => !each.Left.Any(model => model.Site.Name == network.Site.Name))));

        IncrementalValuesProvider<ParsedModel> parsed = annotated
            .Select(static (each, _) => each.Model)
            .WithTrackingName(TrackingNames.Parsed);

        IncrementalValuesProvider<ParsedModel> verified = parsed
            .Select(static (model, _) => PlannedModel.Of(model))
            .WithTrackingName(TrackingNames.Planned);

        IncrementalValuesProvider<DiagnosticInfo> diagnostics = verified
            .SelectMany(static (model, _) => model.Diagnostics)
            .WithTrackingName(TrackingNames.Diagnostics);

        IncrementalValuesProvider<ModelSpec> models = verified
            .Where(static model => model.Spec is not null)
            .Select(static (model, _) => model.Spec!)
            .WithTrackingName(TrackingNames.Models);

        IncrementalValueProvider<ImmutableArray<ModelSpec>> all = models.Collect();

        IncrementalValueProvider<EquatableArray<string>> ambiguous = all.Select(static (specs, _) => HintNames.Ambiguous(specs));

        IncrementalValuesProvider<ModelSpec> named = models
            .Combine(ambiguous)
            .Select(static (pair, _) => HintNames.Resolve(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.NamedModels);

        IncrementalValueProvider<KernelSets> sets = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => KernelSets.Read(options))
            .WithTrackingName(TrackingNames.KernelSets);

        IncrementalValueProvider<EquatableArray<Dialect>> dialects = sets.Select(static (each, _) => each.Dialects);

        foreach (string layer in DeclaredLayers.Names)
        {
            context.RegisterSourceOutput(
                context.SyntaxProvider.ForAttributeWithMetadataName(layer, static (_, _) => true, LayerReader.Astray).Where(static info => info is not null),
                static (output, info) => output.ReportDiagnostic(info!.ToDiagnostic()));
        }

        context.RegisterSourceOutput(diagnostics, static (output, info) => output.ReportDiagnostic(info.ToDiagnostic()));
        context.RegisterSourceOutput(sets.SelectMany(static (each, _) => each.Faults()), static (output, info) => output.ReportDiagnostic(info.ToDiagnostic()));
        context.RegisterSourceOutput(named.Combine(dialects), static (output, each) => Add(output, ModelEmitter.EmitModel(each.Left, each.Right)));

        IncrementalValueProvider<ImmutableArray<KernelCost>>[] costs =
        [
            AddKernels(context, all, dialects, SharedParts.Networks, TrackingNames.Networks, NetworkEmitter.EmitNetwork),
            AddKernels(context, all, dialects, SharedParts.TrainedNetworks, TrackingNames.TrainedNetworks, NetworkTraining.EmitNetwork),
            AddKernels(context, all, dialects, SharedParts.Layers, TrackingNames.Layers, LayerEmitter.EmitLayer),
            AddKernels(context, all, dialects, SharedParts.TrainedLayers, TrackingNames.TrainedLayers, TrainingEmitter.EmitLayer),
            AddKernels(context, all, dialects, SharedParts.LowLatencyNetworks, TrackingNames.LowLatencyNetworks, NetworkParts.EmitNetwork),
            AddKernels(context, all, dialects, SharedParts.LowLatencyLayers, TrackingNames.LowLatencyLayers, LayerParts.EmitLayer),
            AddKernels(context, all, dialects, SharedParts.Heads, TrackingNames.Heads, HeadEmitter.EmitHead),
            AddKernels(context, all, dialects, SharedParts.TrainedHeads, TrackingNames.TrainedHeads, HeadTrainingEmitter.EmitHead),
        ];
        IncrementalValueProvider<EquatableArray<KernelCost>> cost = costs
            .Aggregate(static (first, second) => first.Combine(second).Select(static (each, _) => each.Left.AddRange(each.Right)))
            .Select(static (each, _) => new EquatableArray<KernelCost>([.. each.OrderBy(kernels => kernels.Name, StringComparer.Ordinal)]))
            .WithTrackingName(TrackingNames.Cost);
        context.RegisterSourceOutput(cost.Combine(dialects), static (output, each) =>
        {
            if (each.Left.Count > 0)
            {
                Add(output, [CostEmitter.EmitCost(each.Left, each.Right)]);
            }
        });
        AddWeights(context, models, ambiguous, annotated.Select(static (each, _) => each.Site));
    }

    private static IncrementalValuesProvider<AnnotatedClass> Annotated(IncrementalGeneratorInitializationContext context, string attribute)
        => context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax, ModelParser.Parse)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!);

    /// <summary>The kernels of each distinct part of the models, and what they cost.</summary>
    private static IncrementalValueProvider<ImmutableArray<KernelCost>> AddKernels<T>(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<ImmutableArray<ModelSpec>> models,
        IncrementalValueProvider<EquatableArray<Dialect>> dialects, Func<IEnumerable<ModelSpec>, IEnumerable<T>> parts, string name,
        Func<T, Dialect, GeneratedFile> emit)
    {
        IncrementalValuesProvider<KernelFiles> files = models
            .SelectMany((specs, _) => parts(specs))
            .WithTrackingName(name)
            .Combine(dialects)
            .Select((each, cancellation) => KernelFiles.Of(each.Left, each.Right, emit, cancellation));
        context.RegisterSourceOutput(files, static (output, each) => Add(output, each.Files));
        return files.Select(static (each, _) => KernelCost.Of(each)).Collect();
    }

    /// <summary>Weight files of the project: compared with their models, which then hold them.</summary>
    private static void AddWeights(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ModelSpec> models,
        IncrementalValueProvider<EquatableArray<string>> ambiguous, IncrementalValuesProvider<ModelSite> sites)
    {
        IncrementalValueProvider<EquatableArray<ModelName>> names = sites
            .Select(static (site, _) => site.Name).Collect()
            .Select(static (names, _) => new EquatableArray<ModelName>([.. names]));

        IncrementalValueProvider<ImmutableArray<ReferenceFile>> references = context.AdditionalTextsProvider
            .Where(WeightFileReader.IsReference)
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, cancellation) => WeightFileReader.Reference(pair.Left, pair.Right, cancellation))
            .WithTrackingName(TrackingNames.ReferenceFiles)
            .Collect();

        IncrementalValueProvider<WeightMatches> matches = context.AdditionalTextsProvider
            .Where(WeightFileReader.IsWeights)
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, cancellation) => WeightFileReader.Weights(pair.Left, pair.Right, cancellation))
            .WithTrackingName(TrackingNames.WeightFiles)
            .Collect()
            .Combine(references)
            .Combine(names)
            .Select(static (each, _) => WeightMatches.Of(each.Left.Left, each.Left.Right, each.Right))
            .WithTrackingName(TrackingNames.MatchedWeights);

        IncrementalValuesProvider<ModelWeights> weights = models
            .Combine(matches)
            .Select(static (pair, _) => ModelWeights.Of(pair.Left, pair.Right))
            .Where(static each => each is not null)
            .Select(static (each, _) => each!)
            .WithTrackingName(TrackingNames.CheckedWeights);

        // Also where something is wrong with the file: the one error is then not followed by others about a missing member.
        IncrementalValuesProvider<PretrainedSpec> pretrained = weights
            .Where(static each => each.CanDeclare)
            .Combine(ambiguous)
            .Select(static (pair, _) => new PretrainedSpec(
                HintNames.Resolve(pair.Left.Model.Type, pair.Right),
                pair.Left.File.Resource, pair.Left.File.ShortName, pair.Left.File.Prefix, pair.Left.File.Head, pair.Left.File.Reference?.Resource))
            .WithTrackingName(TrackingNames.Pretrained);

        IncrementalValuesProvider<DiagnosticInfo> atModels = weights
            .Where(static each => each.Faults.Count > 0)
            .Combine(sites.Collect())
            .SelectMany(static (pair, _) => WeightRules.AtModel(pair.Left, pair.Right));

        IncrementalValuesProvider<DiagnosticInfo> atProject = matches
            .SelectMany(static (each, _) => each.Astray.Select(WeightRules.AtProject));

        context.RegisterSourceOutput(pretrained, static (output, spec) => Add(output, [PretrainedEmitter.EmitPretrained(spec)]));
        context.RegisterSourceOutput(atModels, static (output, info) => output.ReportDiagnostic(info.ToDiagnostic()));
        context.RegisterSourceOutput(atProject, static (output, info) => output.ReportDiagnostic(info.ToDiagnostic()));
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
