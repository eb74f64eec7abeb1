namespace LstmGen.Formats;

/// <summary>Tensors of a file matched with those that a network which is described needs: by their names, or module by module.</summary>
/// <param name="file">For messages.</param>
/// <param name="format">The format's name.</param>
/// <param name="network">The network.</param>
internal sealed class DescribedNetwork(ModelBytes file, string format, LstmNetworkDescription network)
{
    private const string First = "_l0";

    /// <summary>The model of the tensors.</summary>
    internal LstmModelFile Read(NamedTensor[] tensors, bool isOrdered, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<string> notes)
    {
        List<NeededModule> needed = NeededModule.Of(network);
        List<StateModule> modules = StateModule.Group(file, tensors);
        var matched = new List<SafetensorsTensor>();
        foreach ((NeededModule module, StateModule found) in ByName(needed, modules) ?? ByPlace(needed, modules, isOrdered))
        {
            matched.AddRange(module.Tensors.Select(tensor => SafetensorsTensor.FromFloats(module.Prefix + tensor.Leaf, tensor.Shape, Find(found, tensor, module)!.Floats(file))));
        }

        return new LstmModelFile(format, file.Source, network, matched) { Metadata = metadata, Notes = notes };
    }

    /// <summary>Modules by their own names; null where any has another.</summary>
    private static List<(NeededModule Needed, StateModule Found)>? ByName(List<NeededModule> needed, List<StateModule> modules)
    {
        var byPrefix = modules.ToDictionary(module => module.Prefix, StringComparer.Ordinal);
        return needed.Count == modules.Count && needed.All(module => byPrefix.TryGetValue(module.Prefix, out StateModule? found) && Fits(module, found))
            ? [.. needed.Select(module => (module, byPrefix[module.Prefix]))] : null;
    }

    /// <summary>Modules by their shapes: in the order of the file, or in the only way in which they fit.</summary>
    private List<(NeededModule Needed, StateModule Found)> ByPlace(List<NeededModule> needed, List<StateModule> modules, bool isOrdered)
    {
        if (isOrdered && needed.Count == modules.Count && needed.Zip(modules).All(pair => Fits(pair.First, pair.Second)))
        {
            return [.. needed.Zip(modules)];
        }

        var pairs = new List<(NeededModule, StateModule)>();
        foreach (NeededModule module in needed)
        {
            StateModule[] fitting = [.. modules.Where(found => Fits(module, found))];
            StateModule[] named = [.. fitting.Where(found => found.Prefix == module.Prefix)];
            pairs.Add((module, (named.Length == 1 ? named : fitting) switch
            {
                [var only] => only,
                [] => throw Lacks(module, modules),
                _ => throw file.Error($"{SafeText.Names([.. fitting.Select(found => found.Prefix)])} each fit {module.Words}; names in the file as in the description were expected (Name)."),
            }));
        }

        if (pairs.GroupBy(pair => pair.Item2).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw file.Error($"{twice.Key.Name} alone fits {twice.First().Item1.Words} and {twice.Last().Item1.Words}; a module for each was expected.");
        }

        return modules.FirstOrDefault(module => pairs.All(pair => pair.Item2 != module)) is { } unused
            ? throw file.Error($"tensor {unused.First} is of no use to the network that was described; {SafeText.Names([.. needed.SelectMany(module => module.Tensors.Select(tensor => module.Prefix + tensor.Leaf))])} were expected.")
            : pairs;
    }

    /// <summary>What a module of the network lacks, said of the module in the file that has most of its tensors.</summary>
    private LstmFormatException Lacks(NeededModule module, List<StateModule> modules)
    {
        StateModule? closest = modules.Where(found => module.Tensors.Any(tensor => Find(found, tensor, module) is not null))
            .MaxBy(found => module.Tensors.Count(tensor => Find(found, tensor, module) is { } given && given.Shape.AsSpan().SequenceEqual(tensor.Shape)));
        if (closest is null)
        {
            return file.Error($"nothing in the file is {module.Words}; tensors {SafeText.Names([.. module.Tensors.Select(tensor => module.Prefix + tensor.Leaf)])} were expected.");
        }

        foreach (NeededTensor tensor in module.Tensors)
        {
            if (Find(closest, tensor, module) is not { } given)
            {
                return file.Error($"tensor {SafeText.Quote(closest.Prefix + tensor.Leaf)} is missing; {SafeText.Shape(tensor.Shape)} was expected for {module.Words}.");
            }

            if (!given.Shape.AsSpan().SequenceEqual(tensor.Shape))
            {
                return file.Error($"tensor {given} has another shape; {SafeText.Shape(tensor.Shape)} was expected for {module.Words}.");
            }
        }

        string extra = closest.Leaves.First(leaf => !module.Tensors.Any(tensor => Find(closest, tensor, module) == closest.Find(leaf)));
        return file.Error($"tensor {closest.Find(extra)} is of no use to {module.Words}; {SafeText.Names([.. module.Tensors.Select(tensor => tensor.Leaf)])} were expected in {closest.Name}.");
    }

    private static bool Fits(NeededModule module, StateModule found)
        => found.Leaves.Count == module.Tensors.Count && module.Tensors.All(tensor => Find(found, tensor, module) is { } given && given.Shape.AsSpan().SequenceEqual(tensor.Shape));

    /// <summary>A tensor of a module, a single layer also by the names that LSTMCell has for it.</summary>
    private static NamedTensor? Find(StateModule found, NeededTensor tensor, NeededModule module)
        => found.Find(tensor.Leaf) ?? (tensor.Leaf.EndsWith(First, StringComparison.Ordinal) && !module.Tensors.Any(other => other.Leaf.EndsWith("_l1", StringComparison.Ordinal)) ? found.Find(tensor.Leaf[..^First.Length]) : null);
}
