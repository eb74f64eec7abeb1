using System.Runtime.CompilerServices;
using LstmGen;
using LstmGen.TestModels;

// Checks every compiled shape against the recorded hashes in a program compiled ahead of time.
// Argument: the name of the kernel set that must be the best one.
string[] recorded = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "hashes.txt"));
IReadOnlyList<string> kernelSets = ModelCases.All[0].KernelSets;
Console.WriteLine($"{(RuntimeFeature.IsDynamicCodeSupported ? "JIT" : "NativeAOT")}, kernel sets: {string.Join(", ", kernelSets)}");
if (args.Length > 0 && args[0] != kernelSets[0])
{
    Console.WriteLine($"the best kernel set is {kernelSets[0]}; {args[0]} was expected");
    return 1;
}

int passed = 0;
int failed = 0;
foreach (string kernelSet in kernelSets)
{
    string[] computed = [.. ShapeHashes.All(_ => kernelSet)];
    foreach (string line in computed.Except(recorded))
    {
        Console.WriteLine($"{kernelSet}: {line} is not recorded");
    }

    foreach (string line in recorded.Except(computed))
    {
        Console.WriteLine($"{kernelSet}: {line} is recorded");
    }

    passed += recorded.Intersect(computed).Count();
    failed += Math.Max(recorded.Except(computed).Count(), computed.Except(recorded).Count());
}

// The weights that the program itself holds.
foreach (string kernelSet in Embedded.KernelSets)
{
    bool same = Scores(Embedded.Pretrained).AsSpan().SequenceEqual(Scores(Embedded.Create(LstmWeights.Random(7), kernelSet)));
    passed += same ? 1 : 0;
    failed += same ? 0 : 1;
    Console.WriteLine($"{kernelSet}: embedded weights {(same ? "give the same scores" : "DIFFER")}");
}

// Networks that are described at run time have the bits of generated classes.
foreach ((string name, LstmNetworkDescription description) in DynamicShapes.All)
{
    foreach (string kernelSet in LstmDynamic.KernelSets)
    {
        bool same = DynamicShapes.HasBitsOf(name, description, kernelSet);
        passed += same ? 1 : 0;
        failed += same ? 0 : 1;
        Console.WriteLine($"{kernelSet}: described {name} {(same ? "has the bits of the class" : "DIFFERS")}");
    }
}

Console.WriteLine($"{passed} passed, {failed} failed");
return failed == 0 && passed > 0 ? 0 : 1;

static float[] Scores(Embedded model)
{
    float[] inputs = [.. Enumerable.Range(0, 60).Select(index => (index - 30) / 16f)];
    var scores = new float[40];
    model.Run(inputs, model.CreateState(), scores);
    return scores;
}

[LstmModel(hidden: 16, input: 3, output: 2)]
internal sealed partial class Embedded;
