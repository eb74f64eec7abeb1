using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Parsing;

/// <summary>An annotated class: its model where nothing is wrong with it, else what is.</summary>
/// <param name="Spec">The model; null where there are errors.</param>
/// <param name="FullUnroll">Where Unroll = Full is written; null where it is not, so that moving a class changes nothing.</param>
/// <param name="Diagnostics">What is wrong; empty where there is a model.</param>
internal sealed record ParsedModel(ModelSpec? Spec, LocationInfo? FullUnroll, EquatableArray<DiagnosticInfo> Diagnostics);
