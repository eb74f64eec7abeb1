using System.Reflection;
using LstmGen.Generator.Options;
using Microsoft.CodeAnalysis;

namespace LstmGen.Generator.Diagnostics;

/// <summary>Everything the generator can report. Each has a page, docs/diagnostics/{id}.md, and a test.</summary>
internal static class DiagnosticDescriptors
{
    private const string Category = "LstmGen";

    /// <summary>Where the pages are, with a slash at its end; null while the project has no address.</summary>
    internal static readonly string? Pages = typeof(DiagnosticDescriptors).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(entry => entry.Key == "DiagnosticPages")?.Value;

    internal static readonly DiagnosticDescriptor NotPartial = Error(
        "LSTM001", "A model class must be partial",
        "{0} must be partial: the generator writes the other half of '{1}'");

    internal static readonly DiagnosticDescriptor StaticOrAbstract = Error(
        "LSTM002", "A model class can be neither static nor abstract",
        "'{0}' is {1}, so no model of it could be created; remove the modifier");

    internal static readonly DiagnosticDescriptor SizeOutOfRange = Error(
        "LSTM003", "A size is out of range",
        ArgumentFault.Size);

    internal static readonly DiagnosticDescriptor UndefinedOption = Error(
        "LSTM004", "An option has no meaning",
        ArgumentFault.Choice);

    internal static readonly DiagnosticDescriptor MemberCollides = Error(
        "LSTM005", "A member collides with a generated one",
        "'{0}' collides with '{1}', which the generator declares in '{2}'; rename it");

    internal static readonly DiagnosticDescriptor OverBudget = Error(
        "LSTM006", "A generated method would be too large",
        "Unroll = Full makes a method of '{0}' too large for the JIT to optimise: {1}; use Unroll = Auto or a smaller shape");

    internal static readonly DiagnosticDescriptor LanguageVersion = Error(
        "LSTM007", "The language version is too old",
        "LstmGen generates C# 12; this project compiles as C# {0}; set LangVersion to 12 or later");

    internal static readonly DiagnosticDescriptor Generic = Error(
        "LSTM008", "A model class cannot be generic",
        "{0}; a model is one class with one shape");

    internal static readonly DiagnosticDescriptor FileLocal = Error(
        "LSTM009", "A model class cannot be file-local",
        "'{0}' is file-local: the generated half lies in another file and cannot see it; make it internal or nest it as private");

    internal static readonly DiagnosticDescriptor CannotConstruct = Error(
        "LSTM010", "The generated constructors cannot build the class",
        "'{0}' {1}");

    internal static readonly DiagnosticDescriptor UnreadableWeights = Error(
        "LSTM011", "A weight file cannot be read",
        "'{0}': {1}; a whole safetensors file was expected");

    internal static readonly DiagnosticDescriptor MissingTensor = Error(
        "LSTM012", "A weight file lacks a tensor",
        "'{0}' lacks {1}, expected for '{2}': {3}; found {4}{5}");

    internal static readonly DiagnosticDescriptor UnusedTensor = Error(
        "LSTM013", "A weight file has a tensor too many",
        "'{0}' has {1}, not used by '{2}': {3}{4}; only {5} expected{6}");

    internal static readonly DiagnosticDescriptor TensorShape = Error(
        "LSTM014", "A tensor of a weight file has another shape",
        "'{0}': {1} for '{2}': {3}{4}");

    internal static readonly DiagnosticDescriptor TensorDtype = Error(
        "LSTM015", "A tensor of a weight file has another dtype",
        "'{0}': {1}; F32, F16 or BF16 was expected");

    internal static readonly DiagnosticDescriptor WeightsWithoutModel = Error(
        "LSTM016", "A weight file names no model",
        "'{0}': {1}; {2} was expected");

    internal static readonly DiagnosticDescriptor SeveralWeights = Error(
        "LSTM017", "A model has several weight files",
        "'{0}' has the weight files {1}; one was expected");

    internal static readonly DiagnosticDescriptor WrongReference = Error(
        "LSTM018", "A reference does not fit its model",
        "'{0}': {1} for '{2}': {3}");

    internal static readonly DiagnosticDescriptor UnknownKernelSet = Error(
        "LSTM019", "A kernel set does not exist",
        "LstmGenKernelSets names {0}; some of {1}, or all was expected");

    internal static readonly DiagnosticDescriptor UnknownArgument = Error(
        "LSTM020", "The generator does not know an argument",
        ArgumentFault.Unknown);

    internal static readonly DiagnosticDescriptor NumberOutOfRange = Error(
        "LSTM021", "A number of a cell is out of range",
        ArgumentFault.Number);

    internal static readonly DiagnosticDescriptor UnusedOption = Error(
        "LSTM022", "An option has no use",
        ArgumentFault.Unused);

    internal static readonly DiagnosticDescriptor WrongNetwork = Error(
        "LSTM023", "The layers of a network do not fit together",
        ArgumentFault.Network);

    internal static readonly DiagnosticDescriptor OtherNetwork = Error(
        "LSTM024", "A weight file is of another network",
        "'{0}' is of {1}; '{2}' is {3}");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: HelpLink(Pages, id),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    // A path would lead nowhere from a user's project, and compilers print it at the end of each message.
    internal static string? HelpLink(string? pages, string id) => pages is null ? null : $"{pages}{id}.md";
}
