using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Specs;
using LstmGen.Generator.Weights;

namespace LstmGen.Generator.Parsing;

/// <summary>An annotated class, and where it is. Only reports need the places, so that moving a class changes nothing else.</summary>
internal sealed record AnnotatedClass(ParsedModel Model, ModelSite Site);

/// <summary>Where a model is written.</summary>
/// <param name="Name">The class.</param>
/// <param name="Attribute">Its attribute.</param>
/// <param name="Collisions">LSTM005 for members called as those that weights bring; they count only where there are weights.</param>
internal sealed record ModelSite(ModelName Name, LocationInfo Attribute, EquatableArray<DiagnosticInfo> Collisions);
