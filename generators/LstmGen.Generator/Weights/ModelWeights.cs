using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Weights;

/// <summary>A model class by its full name, whether or not anything is wrong with it.</summary>
/// <param name="Name">Namespace, containing types and name, such as <c>Weather.Outer+Forecaster</c>.</param>
/// <param name="HasPretrained">Whether the class has a member of its own where the generator would put <c>Pretrained</c>.</param>
internal sealed record ModelName(string Name, bool HasPretrained)
{
    /// <summary>By its full name, nested types after a dot or a plus, or by its last part.</summary>
    internal bool IsNamed(string text)
        => text.Replace('+', '.') == Name.Replace('+', '.') || text == Name.Substring(Name.LastIndexOfAny(['.', '+']) + 1);
}

/// <summary>Weight files and the models they name.</summary>
/// <param name="Matches">Files of models, in the order of the project.</param>
/// <param name="Astray">Files that name no model, or several, and how those could be named.</param>
internal sealed record WeightMatches(EquatableArray<WeightMatch> Matches, EquatableArray<AstrayWeights> Astray)
{
    /// <summary>Matches files with models. An item's reference has the same words for the model as its weights.</summary>
    internal static WeightMatches Of(IEnumerable<WeightFile> files, IReadOnlyCollection<ReferenceFile> references, EquatableArray<ModelName> models)
    {
        var matches = new List<WeightMatch>();
        var astray = new List<AstrayWeights>();
        foreach (WeightFile file in files)
        {
            ModelName[] named = [.. models.Where(model => model.IsNamed(file.Model))];
            if (named.Length == 1)
            {
                matches.Add(new(named[0], file with { Reference = references.FirstOrDefault(each => each.Model == file.Model) }));
            }
            else
            {
                IEnumerable<string> expected = (named.Length > 0 ? named : [.. models]).Select(model => model.Name.Replace('+', '.'));
                astray.Add(new(file, named.Length, new([.. expected.OrderBy(name => name, StringComparer.Ordinal)])));
            }
        }

        return new(new([.. matches]), new([.. astray]));
    }
}

/// <summary>A weight file and its model.</summary>
internal sealed record WeightMatch(ModelName Model, WeightFile File);

/// <summary>A weight file that names no model, or several.</summary>
/// <param name="File">The file.</param>
/// <param name="Named">How many models it names.</param>
/// <param name="Expected">Full names of those, or of all there are.</param>
internal sealed record AstrayWeights(WeightFile File, int Named, EquatableArray<string> Expected);

/// <summary>A model that a weight file names, and what is wrong with that.</summary>
internal sealed record ModelWeights(ModelSpec Model, WeightFile File, EquatableArray<WeightFault> Faults)
{
    /// <summary>Whether the class can have the member.</summary>
    internal bool CanDeclare => Faults.All(fault => fault.Kind != WeightFaultKind.MemberCollides);

    /// <summary>Null where no file names the model.</summary>
    internal static ModelWeights? Of(ModelSpec model, WeightMatches matches)
    {
        WeightMatch[] own = [.. matches.Matches.Where(match => match.Model.Name == model.Type.FullName)];
        if (own.Length == 0)
        {
            return null;
        }

        var faults = new List<WeightFault>();
        if (own[0].Model.HasPretrained)
        {
            faults.Add(new(WeightFaultKind.MemberCollides, default));
        }

        if (own.Length > 1)
        {
            string files = string.Join(" and ", own.Select(match => WeightTensor.Quote(match.File.File)));
            faults.Add(new(WeightFaultKind.SeveralFiles, new([model.Type.Name, files])));
        }

        faults.AddRange(own.SelectMany(match => WeightCheck.Faults(model, match.File)));
        if (own[0].File.Reference is { } reference)
        {
            faults.AddRange(ReferenceCheck.Faults(model, reference));
        }

        return new(model, own[0].File, new([.. faults]));
    }
}
