// A program with one model and nothing else, for what only a fresh process can show. Started by LstmGen.Benchmarks.
using LstmGen;
using LstmGen.Footprint;
using LstmGen.Footprint.Models;

switch (args)
{
    case ["save", var path]:
        LstmWeights.Random(1).Bind(Forecaster.Shape).Save(path);
        return 0;
    case ["start", var path]:
        Startup.Print(path);
        return 0;
    case ["il"]:
        MethodSizes.Print();
        return 0;
    case ["sets"]:
        Console.WriteLine(string.Join(',', Forecaster.KernelSets));
        return 0;
    case ["exercise", var kernelSet]:
        Exercise.Run(kernelSet);
        return 0;
    default:
        Console.Error.WriteLine("save FILE, start FILE, il, sets or exercise SET was expected.");
        return 2;
}
