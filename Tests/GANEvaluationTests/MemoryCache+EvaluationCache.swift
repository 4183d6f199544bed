public import GANEvaluation
public import TestSupport

extension MemoryCache: EvaluationCache {}
